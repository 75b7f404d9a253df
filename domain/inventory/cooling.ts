import { type Instant, secondsBetween } from '../time.ts';
import { hasOpenBatches } from './counting.ts';
import type { HotSku } from './hot.ts';
import type { Stock } from './stock.ts';

/** Far below the rate that makes a SKU hot, and for long, so that none goes back and forth. */
const quietOrdersPerSecond = 5;
const quietSeconds = 600;

export type Cooling =
  | { readonly outcome: 'demote' }
  /** What to remember until the next look. */
  | { readonly outcome: 'keep'; readonly seen: NonNullable<HotSku['seen']>; readonly quietSince?: Instant };

/**
 * Whether a hot SKU is to be quiet again: announced by nobody, asked for by fewer than five orders a second for ten
 * minutes, and neither leased nor being counted.
 */
export function cooling(hot: HotSku, stock: Stock, at: Instant): Cooling {
  const seen = { leaseRequests: stock.leaseRequests ?? 0, at };
  const isCalm = hot.seen !== undefined && rateBetween(hot.seen, seen) < quietOrdersPerSecond;
  if (!isCalm) return { outcome: 'keep', seen };
  const quietSince = hot.quietSince ?? hot.seen?.at ?? at;
  const isQuiet = secondsBetween(quietSince, at) >= quietSeconds;
  if (isQuiet && stock.hot !== true && !hasOpenBatches(stock)) return { outcome: 'demote' };
  return { outcome: 'keep', seen, quietSince };
}

function rateBetween(before: NonNullable<HotSku['seen']>, after: NonNullable<HotSku['seen']>): number {
  const seconds = Math.max(secondsBetween(before.at, after.at), 1);
  return (after.leaseRequests - before.leaseRequests) / seconds;
}
