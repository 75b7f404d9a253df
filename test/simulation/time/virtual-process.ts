import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import timersPromises from 'node:timers/promises';
import type { VirtualClock } from './clock.ts';
import type { Random } from './random.ts';

/** What the process takes for time and chance while a world is simulated in it. */
export type Surroundings = {
  readonly clock: VirtualClock;
  readonly random: Random;
  /** Waits by the virtual clock, for as long as whoever waits is alive. */
  readonly sleep: (delayMilliseconds: number) => Promise<void>;
};

let surroundings: Surroundings | undefined;

function current(): Surroundings {
  if (surroundings === undefined) throw new Error('Nothing is being simulated now');
  return surroundings;
}

/** From now on the process lives in this world. */
export function enter(next: Surroundings): void {
  surroundings = next;
}

/**
 * Takes real time, chance and the output away from everything in this process. It cannot be undone, so that it is for
 * a process or a worker thread of its own.
 */
export function virtualizeProcess(): void {
  const RealDate = Date;
  const now = () => current().clock.now();
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args) => Reflect.construct(target, args.length === 0 ? [now()] : args),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
  Math.random = () => current().random.next();
  const sleep = (delay: number | undefined) => current().sleep(delay ?? 0);
  Object.assign(globalThis, {
    setTimeout: (action: () => void, delay?: number) => void sleep(delay).then(action),
    setInterval: () => {
      throw new Error('Nothing in a handler repeats by itself');
    },
  });
  Object.assign(timersPromises, {
    setTimeout: async <T>(delay?: number, value?: T) => {
      await sleep(delay);
      return value;
    },
  });
  Object.assign(crypto, { randomUUID: () => uuid(current().random) });
  syncBuiltinESMExports();
  // Handlers log every failure, and failures are what a simulation is made of.
  process.stdout.write = () => true;
  process.stderr.write = () => true;
}

function uuid(random: Random): string {
  const digits = Array.from({ length: 4 }, () => random.integer(0, 0xffff_ffff).toString(16).padStart(8, '0')).join('');
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  );
}
