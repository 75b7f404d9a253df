import { uncountedOrders } from '../../../adapters/dynamodb/counting/uncounted.ts';
import { readReservations } from '../../../adapters/dynamodb/order-books.ts';
import { hasOpenBatches, isCountedInBatches, skusOf } from '../../../domain/inventory/counting.ts';
import type { Stock } from '../../../domain/inventory/stock.ts';
import type { Run } from './run.ts';

/** Tells SKUs whose totals are on their way from those that can be compared with other books. */
export type Motion = (stock: Stock) => boolean;

/**
 * The totals of a hot SKU follow its reservations and its ledger in batches, as a rule within a second. What has been
 * waiting when a run began may wait for a minute, too: of those SKUs nothing is said. Where too many wait to be listed,
 * nothing is said of any.
 */
export async function readMotion({ books, at, limits }: Run): Promise<Motion> {
  const orderIds: string[] = [];
  for await (const page of uncountedOrders(books, at)) {
    orderIds.push(...page);
    if (orderIds.length > limits.ordersInFlight) return () => true;
  }
  const reservations = await readReservations(books, orderIds);
  const waiting = new Set(skusOf([...reservations.values()].filter(isCountedInBatches)));
  return (stock) => hasOpenBatches(stock) || waiting.has(stock.sku);
}
