import { StateError } from './state-error.ts';

/** Step Functions' quota for the input and the output of a state. */
const MAXIMUM_BYTES = 256 * 1024;

/** The JSON text of a state's input, output or result. Throws `States.DataLimitExceeded` above the quota. */
export function toDataText(value: unknown, what: string): string {
  const text = JSON.stringify(value) ?? 'null';
  // A character is three bytes at most, so that most texts need no counting.
  if (text.length * 3 <= MAXIMUM_BYTES || Buffer.byteLength(text) <= MAXIMUM_BYTES) return text;
  throw new StateError('States.DataLimitExceeded', `${what} is over ${MAXIMUM_BYTES} bytes.`);
}

/** The value of a journalled JSON text. */
export function fromDataText(text: string): unknown {
  const value: unknown = JSON.parse(text);
  return value;
}
