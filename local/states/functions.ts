import { createHash, randomUUID } from 'node:crypto';

type Argument = unknown;
type AwsFunction = (...args: readonly Argument[]) => unknown;

const HASH_ALGORITHMS: ReadonlyMap<Argument, string> = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

/** AWS's `$range` gives at most this many numbers. */
const LONGEST_RANGE = 1000;

/**
 * The functions that Step Functions adds to JSONata.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-for-sfn
 */
const AWS_FUNCTIONS: Readonly<Record<string, AwsFunction>> = {
  partition,
  range,
  hash,
  random,
  uuid: () => randomUUID(),
  parse: (text) => JSON.parse(textOf(text, '$parse')),
};

export const AWS_FUNCTION_NAMES: readonly string[] = Object.keys(AWS_FUNCTIONS);

/** The functions that every expression can call, with JSONata's clock functions at the given time. */
export function functionsAt(now: number): Readonly<Record<string, AwsFunction>> {
  return { ...AWS_FUNCTIONS, now: () => new Date(now).toISOString(), millis: () => now };
}

function partition(list: Argument, size: Argument): unknown {
  if (!Array.isArray(list)) throw new TypeError('$partition takes an array');
  const length = integerOf(size, '$partition');
  if (length < 1) throw new RangeError('$partition takes a positive size');
  const count = Math.ceil(list.length / length);
  return Array.from({ length: count }, (_, index) => list.slice(index * length, (index + 1) * length));
}

function range(first: Argument, last: Argument, step: Argument): unknown {
  const [start, end, delta] = [first, last, step].map((value) => integerOf(value, '$range'));
  if (start === undefined || end === undefined || !delta) throw new RangeError('$range takes a step that is not zero');
  const length = Math.max(0, Math.floor((end - start) / delta) + 1);
  if (length > LONGEST_RANGE) throw new RangeError(`$range gives at most ${LONGEST_RANGE} numbers`);
  return Array.from({ length }, (_, index) => start + index * delta);
}

function hash(content: Argument, algorithm: Argument): unknown {
  const name = HASH_ALGORITHMS.get(algorithm);
  if (name === undefined) throw new RangeError(`$hash does not know the algorithm ${String(algorithm)}`);
  return createHash(name).update(textOf(content, '$hash')).digest('hex');
}

/** A number from 0 up to 1; the same seed gives the same number. */
function random(seed: Argument): number {
  if (seed === undefined) return Math.random();
  const digest = createHash('sha256')
    .update(String(integerOf(seed, '$random')))
    .digest();
  return digest.readUInt32BE() / 2 ** 32;
}

function textOf(value: Argument, name: string): string {
  if (typeof value !== 'string') throw new TypeError(`${name} takes a string`);
  return value;
}

function integerOf(value: Argument, name: string): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw new TypeError(`${name} takes integers`);
  return value;
}
