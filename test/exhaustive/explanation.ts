import type { Point } from './point.ts';
import { shortName } from './point.ts';

/**
 * Why a point of the record may legitimately not come by again, and on which points.
 * @returns `undefined` where nothing explains it, and the run failed
 */
export function explanationOf(point: Point, shared: ReadonlySet<string>): string | undefined {
  if (['Sweep', 'Reconcile'].includes(shortName(point.function)))
    return 'how often a scheduled run looks at an order depends on how long it takes';
  if (shared.has(point.function) && point.nth > 1)
    return 'how many batches an order is in depends on what came with it';
  // Each function writes an order in one transaction: another is that one again.
  if (point.at === 'call' && point.operation === 'TransactWriteItems' && point.nth > 1)
    return 'a transaction is tried again only when another write has come between';
  return undefined;
}
