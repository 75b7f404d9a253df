import type { Retrier } from './definition.ts';
import { matchesError } from './state-error.ts';

/** A retry that a state still has for an error: the retrier's index, and the wait before it. */
export type Retry = { readonly retrier: number; readonly delayMilliseconds: number };

/**
 * Finds the retry for an error. The first retrier that matches decides: once its attempts are used up, the error
 * goes to the catchers, not to a later retrier.
 *
 * @param used how often each retrier has been used in this stay in the state
 * @param random from 0 up to 1, for full jitter
 */
export function retryFor(
  retriers: readonly Retrier[],
  error: string,
  used: readonly number[],
  random: () => number,
): Retry | undefined {
  const index = retriers.findIndex((retrier) => matchesError(retrier.ErrorEquals, error));
  const retrier = retriers[index];
  if (!retrier) return undefined;
  const attempts = used[index] ?? 0;
  if (attempts >= retrier.MaxAttempts) return undefined;
  return { retrier: index, delayMilliseconds: delayOf(retrier, attempts, random) };
}

function delayOf(retrier: Retrier, attempts: number, random: () => number): number {
  const grown = retrier.IntervalSeconds * retrier.BackoffRate ** attempts;
  const seconds = Math.min(grown, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return Math.round(seconds * 1000 * (retrier.JitterStrategy === 'FULL' ? random() : 1));
}
