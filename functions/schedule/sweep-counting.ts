import { countReservations, recoverBatch } from '../../adapters/dynamodb/counting/count.ts';
import type { CountingTable } from '../../adapters/dynamodb/counting/table.ts';
import { uncountedOrders } from '../../adapters/dynamodb/counting/uncounted.ts';
import { listHotSkus } from '../../adapters/dynamodb/hot/registry.ts';
import { readReservations } from '../../adapters/dynamodb/order-books.ts';
import { readStocks } from '../../adapters/dynamodb/stock.ts';
import { batchesToRecover } from '../../domain/inventory/counting.ts';
import { addSeconds, type Instant } from '../../domain/time.ts';
import { logFailure } from '../log.ts';

/**
 * Who has not finished in this time is thought dead; at most this many sweeps, where they come often. Nothing but work
 * done twice depends on it: a recovery and a worker that was not dead count the same.
 */
const deadAfterSeconds = 20;
const deadAfterSweeps = 3;

/** What the sweep found that counting had left. */
export type SweptCounting = { readonly batches: number; readonly steps: number };

/**
 * Ends the batches whose workers died, and counts the reservations that no worker was told of. A batch that cannot be
 * ended keeps no other from it.
 * @param hasTime asked between pages; what is left is due for the next sweep just the same
 * @throws once all else is done, when a batch could not be ended
 */
export async function sweepCounting(
  table: CountingTable,
  at: Instant,
  sweepSeconds: number,
  hasTime: () => boolean,
): Promise<SweptCounting> {
  const before = addSeconds(at, -Math.min(deadAfterSeconds, deadAfterSweeps * sweepSeconds));
  const hot = (await listHotSkus(table)).map(({ sku }) => sku);
  const stocks = await readStocks(table.client, table.inventoryTable, hot);
  const batches = batchesToRecover(stocks, before);
  const errors: unknown[] = [];
  for (const [batchId, skus] of batches) {
    try {
      await recoverBatch(table, batchId, skus);
    } catch (error) {
      logFailure('counting batch not recovered', error, { batchId });
      errors.push(error);
    }
  }
  let steps = 0;
  for await (const orderIds of uncountedOrders(table, before)) {
    if (!hasTime()) break;
    const reservations = await readReservations(table, orderIds);
    steps += await countReservations(table, [...reservations.values()], at);
  }
  if (errors.length > 0)
    throw new Error(`${errors.length} counting batches could not be recovered`, { cause: errors[0] });
  return { batches: batches.size, steps };
}
