import type { Overview } from '../api/schemas.ts';

/**
 * Orders placed per second, over the minute that runs and the one before.
 * @param overview whose minutes come newest first
 */
export function ordersPerSecond({ at, minutes }: Pick<Overview, 'at' | 'minutes'>): number {
  const recent = minutes.slice(0, 2);
  const begin = recent.at(-1)?.minute;
  if (begin === undefined) return 0;
  const seconds = Math.max(1, (Date.parse(at) - Date.parse(begin)) / 1_000);
  return recent.reduce((sum, { placed }) => sum + placed, 0) / seconds;
}
