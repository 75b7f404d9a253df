import { parseArgs } from 'node:util';

export const partNames = ['hot', 'catalogue', 'path', 'storm', 'growth'] as const;
export type PartName = (typeof partNames)[number];

export type BenchOptions = {
  readonly parts: readonly PartName[];
  /** How often each side is measured. */
  readonly rounds: number;
  /** How long a side is measured each time. */
  readonly seconds: number;
  readonly seed: string;
  /** Whether `growth` goes up to a million. */
  readonly million: boolean;
  /** Whether the page in `docs` is written anew. */
  readonly write: boolean;
};

/** A mistake on the command line, in one line. */
export class OptionsError extends Error {
  override readonly name = 'OptionsError';
}

/**
 * Reads `[parts…] [--rounds 5] [--seconds 3] [--seed 1] [--million] [--write]`; without a part, all of them.
 * @throws OptionsError
 */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parsed(args);
  if (values.write && positionals.length > 0) {
    throw new OptionsError('--write writes the whole page: leave the parts out, so that all are measured');
  }
  return {
    parts: positionals.length === 0 ? partNames : positionals.map(partNamed),
    rounds: positive('rounds', values.rounds),
    seconds: positive('seconds', values.seconds),
    seed: values.seed,
    million: values.million,
    write: values.write,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        rounds: { type: 'string', default: '5' },
        seconds: { type: 'string', default: '3' },
        seed: { type: 'string', default: '1' },
        million: { type: 'boolean', default: false },
        write: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new OptionsError(error instanceof Error ? error.message : String(error));
  }
}

function partNamed(name: string): PartName {
  const part = partNames.find((known) => known === name);
  if (part === undefined) throw new OptionsError(`There is no part ${name}: the parts are ${partNames.join(', ')}`);
  return part;
}

function positive(name: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new OptionsError(`--${name} is ${text}: it must be a whole number of at least 1`);
}
