import { readState, writeState } from '../../../adapters/dynamodb/reconciliation/memory.ts';
import { reconcileHeld } from './held.ts';
import { readMotion } from './motion.ts';
import { auditOrders, reconcileOrder } from './orders.ts';
import { type Count, Run, type RunOptions } from './run.ts';
import { reconcileLedgers, reconcileSkus } from './skus.ts';

/**
 * Proves, a bounded part at a time, that counters, ledger, reservations, orders and the provider's money agree. It
 * changes none of them: what does not agree is recorded as a discrepancy.
 * @param counts what it counts goes here, so that it is known also of a run that fails
 * @returns what it counted
 */
export async function reconcile(
  options: Omit<RunOptions, 'state' | 'counts'>,
  counts = new Map<Count, number>(),
): Promise<ReadonlyMap<Count, number>> {
  const state = await readState(options.books);
  const run = new Run({ ...options, counts, state });
  run.isInMotion = await readMotion(run);
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
