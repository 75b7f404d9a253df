import { createHash } from 'node:crypto';
import { nameOf, type Strike, shortName } from './point.ts';

/** Where stock is taken and sold: always in a share. */
const always = new Set(['ReserveStock', 'CommitOrder']);
const alwaysOnPath = 'paid';

/**
 * A share of all runs: the same one from the same seed, whatever else there is and whenever. Each point is drawn by its
 * own name, so that a new call takes the place of few others.
 */
export function shareOf(strikes: readonly Strike[], runs: number, seed: string): Strike[] {
  return strikes
    .map((strike) => ({ strike, rank: rankOf(strike, seed) }))
    .sort((one, other) => one.rank.localeCompare(other.rank))
    .slice(0, runs)
    .map(({ strike }) => strike);
}

function rankOf(strike: Strike, seed: string): string {
  const { at, path } = strike.point;
  const comesFirst = at === 'call' && path === alwaysOnPath && always.has(shortName(strike.point.function));
  const drawn = createHash('sha256')
    .update(`${seed}\n${nameOf(strike)}`)
    .digest('hex');
  return `${comesFirst ? 0 : 1}${drawn}`;
}
