import { parseArgs } from 'node:util';
import type { Orchestration } from '../../lib/settings.ts';

/** What the commands are told on their command lines. */
export type Options = {
  readonly orders: number;
  readonly seed: string;
  readonly workers: number;
  /** One world alone, by its seed, and which lines of its history are shown. */
  readonly world: string | undefined;
  readonly orchestration: Orchestration;
  readonly trace: string | undefined;
  /** The names of the controls that are wanted; none means all of them. */
  readonly names: readonly string[];
};

export function readOptions(defaults: { readonly orders: number }): Options {
  const { values, positionals } = parseArgs({
    options: {
      orders: { type: 'string' },
      seed: { type: 'string' },
      workers: { type: 'string' },
      world: { type: 'string' },
      express: { type: 'boolean', default: false },
      trace: { type: 'string' },
    },
    allowPositionals: true,
  });
  return {
    orders: positiveInteger('orders', values.orders ?? String(defaults.orders)),
    seed: values.seed ?? '1',
    workers: positiveInteger('workers', values.workers ?? '2'),
    world: values.world,
    orchestration: values.express ? 'express' : 'standard',
    trace: values.trace,
    names: positionals,
  };
}

/** @throws when it is not a whole number of at least 1 */
function positiveInteger(name: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new Error(`--${name} is ${text}; it must be a whole number of at least 1`);
}
