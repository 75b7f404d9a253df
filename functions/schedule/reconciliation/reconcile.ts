import { readState, writeState } from '../../../adapters/dynamodb/reconciliation/memory.ts';
import { reconcileHeld } from './held.ts';
import { auditOrders, reconcileOrder } from './orders.ts';
import { type Count, Run, type RunOptions } from './run.ts';
import { reconcileLedgers, reconcileSkus } from './skus.ts';

/**
 * Proves, a bounded part at a time, that counters, ledger, reservations, orders and the provider's money agree. It
 * changes none of them: what does not agree is recorded as a discrepancy.
 * @returns what it counted
 */
export async function reconcile(options: Omit<RunOptions, 'state'>): Promise<ReadonlyMap<Count, number>> {
  const state = await readState(options.books);
  const run = new Run({ ...options, state });
  const due = run.suspicions.due(run.at);
  await reconcileLedgers(run, due.skus);
  await run.each(
    due.orderIds,
    (orderId) => orderId,
    (orderId) => reconcileOrder(run, orderId),
  );
  await reconcileSkus(run);
  await reconcileHeld(run);
  await auditOrders(run);
  const next = run.state();
  if (JSON.stringify(next) !== JSON.stringify(state)) await writeState(options.books, next);
  return run.counts;
}
