import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Climate } from './world.ts';

/** What `npm run torture` was asked to do. */
export type Options = {
  readonly seed: number;
  readonly climate: Climate;
  /** When to begin no further world: after so long, or once both of these are reached. */
  readonly until: { readonly minutes: number; readonly orders: number; readonly kills: number };
  /** How many local runs work side by side. */
  readonly runs: number;
  /** Only this world, and of it only the steps that a path leads to. */
  readonly world: number | undefined;
  readonly path: string | undefined;
};

/** A wrong option, in one line that says what is right. */
export class OptionError extends Error {
  override readonly name = 'OptionError';
}

const names = ['minutes', 'orders', 'kills', 'seed', 'world', 'steps', 'kills-per-mille', 'runs'] as const;
type Name = (typeof names)[number];

const mayBeZero: ReadonlySet<Name> = new Set(['seed', 'world', 'kills-per-mille']);
const largest = 2 ** 31 - 1;
const usage = `Options: ${names.map((name) => `--${name} <n>`).join(', ')}, --mild, --express, --path <path>`;
/** Some kills in any long run; where kills are what is wanted, one in some 25 steps. */
const killsPerMille = { usual: 5, wanted: 40 };

/** @throws OptionError */
export function readOptions(parameters: readonly string[]): Options {
  const { numbers, mild, express, path } = parsed(parameters);
  const { minutes, orders, kills } = numbers;
  const isOpen = orders === undefined && kills === undefined;
  return {
    seed: numbers.seed ?? randomInt(largest),
    climate: {
      steps: numbers.steps ?? 400,
      severity: mild ? 'mild' : 'harsh',
      orchestration: express ? 'express' : 'standard',
      killsPerMille: numbers['kills-per-mille'] ?? (kills === undefined ? killsPerMille.usual : killsPerMille.wanted),
    },
    until: { minutes: minutes ?? (isOpen ? 5 : Number.POSITIVE_INFINITY), orders: orders ?? 0, kills: kills ?? 0 },
    runs: numbers.runs ?? 2,
    world: numbers.world,
    path,
  };
}

const text = { type: 'string' } as const;
const options = {
  minutes: text,
  orders: text,
  kills: text,
  seed: text,
  world: text,
  steps: text,
  'kills-per-mille': text,
  runs: text,
  path: text,
  mild: { type: 'boolean' },
  express: { type: 'boolean' },
} as const;

type Parsed = {
  readonly numbers: Readonly<Partial<Record<Name, number>>>;
  readonly mild: boolean;
  readonly express: boolean;
  readonly path: string | undefined;
};

function parsed(parameters: readonly string[]): Parsed {
  try {
    const { values } = parseArgs({ args: [...parameters], options });
    const given = names.flatMap((name) => {
      const value = values[name];
      return value === undefined ? [] : [[name, numberIn(name, String(value))] as const];
    });
    const { mild = false, express = false, path } = values;
    return { numbers: Object.fromEntries(given), mild, express, path };
  } catch (error) {
    if (error instanceof TypeError) throw new OptionError(`${error.message.split('.')[0]}. ${usage}`);
    throw error;
  }
}

function numberIn(name: Name, text: string): number {
  const number = Number(text);
  const least = mayBeZero.has(name) ? 0 : 1;
  if (Number.isInteger(number) && number >= least && number <= largest) return number;
  throw new OptionError(`--${name} must be a whole number from ${least} to ${largest}, and not ${text}`);
}

/** The command that runs the same world again. */
export function replayCommand(seed: number, world: number, climate: Climate, path?: string): string {
  const { steps, severity, orchestration, killsPerMille: kills } = climate;
  return [
    `npm run torture -- --seed ${seed} --world ${world} --steps ${steps} --kills-per-mille ${kills}`,
    ...(severity === 'mild' ? ['--mild'] : []),
    ...(orchestration === 'express' ? ['--express'] : []),
    ...(path === undefined ? [] : [`--path ${path}`]),
  ].join(' ');
}
