import { setTimeout as pause } from 'node:timers/promises';
import type { Pending } from '../ports.ts';

const LOOK_AGAIN_MILLISECONDS = 25;

export type SettleOptions = {
  /** What the parts of the runtime have to do. */
  readonly parts: () => Promise<readonly Pending[]>;
  /** What else must come to rest; asked only when the parts have, since it may cost more. */
  readonly probes: () => Promise<readonly Pending[]>;
  /** Grows with everything that happens. */
  readonly activity: () => number;
};

/**
 * Waits until nothing is pending. Work moves from part to part while they are asked one after the other: so a second
 * full look must find nothing either, and nothing may have happened in between.
 *
 * @returns what is still pending at the deadline; nothing once all has settled
 */
export async function settle(options: SettleOptions, timeoutMilliseconds: number): Promise<readonly Pending[]> {
  const deadline = Date.now() + timeoutMilliseconds;
  for (;;) {
    const pending = await lookTwice(options);
    if (pending.length === 0 || Date.now() >= deadline) return pending;
    await pause(Math.min(LOOK_AGAIN_MILLISECONDS, Math.max(0, deadline - Date.now())));
  }
}

async function lookTwice(options: SettleOptions): Promise<readonly Pending[]> {
  const before = options.activity();
  for (let look = 0; look < 2; look += 1) {
    const pending = await lookOnce(options);
    if (pending.length > 0) return pending;
  }
  return options.activity() === before ? [] : ['work that began just now'];
}

async function lookOnce({ parts, probes }: SettleOptions): Promise<readonly Pending[]> {
  const pending = await parts();
  return pending.length > 0 ? pending : probes();
}
