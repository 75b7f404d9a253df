/** Upper bounds of a histogram, in milliseconds: each about twice the one before, since people see factors. */
export const latencyBounds = [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000] as const;

/** The bucket of a latency: its upper bound, or `more` above the highest. */
export type LatencyBucket = (typeof latencyBounds)[number] | 'more';

export function latencyBucket(milliseconds: number): LatencyBucket {
  return latencyBounds.find((bound) => milliseconds <= bound) ?? 'more';
}

/**
 * The latency that a share of all stays within, told by the upper bound of its bucket.
 * @param share 0.5 for the median
 * @returns milliseconds; above the highest bound, that bound; `undefined` when nothing was measured
 */
export function percentile(counts: ReadonlyMap<LatencyBucket, number>, share: number): number | undefined {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (all === 0) return undefined;
  let seen = 0;
  for (const bound of latencyBounds) {
    seen += counts.get(bound) ?? 0;
    if (seen >= share * all) return bound;
  }
  return latencyBounds.at(-1);
}
