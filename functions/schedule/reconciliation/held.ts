import { readOrders, readReservations } from '../../../adapters/dynamodb/order-books.ts';
import type { Place } from '../../../adapters/dynamodb/reconciliation/codec.ts';
import { writeCheckpoints } from '../../../adapters/dynamodb/reconciliation/memory.ts';
import { walkOrders } from '../../../adapters/dynamodb/reconciliation/walks.ts';
import { readStocks } from '../../../adapters/dynamodb/stock.ts';
import { leasedUnits } from '../../../domain/inventory/stock.ts';
import { isBelieved } from '../../../domain/reconciliation/belief.ts';
import { type Checkpoint, isTold, withTold } from '../../../domain/reconciliation/checkpoint.ts';
import type { StockFinding } from '../../../domain/reconciliation/discrepancy.ts';
import { sameTotals } from '../../../domain/reconciliation/ledger-fold.ts';
import { compareUnits } from '../../../domain/reconciliation/order-books.ts';
import { compareHeld, heldUnits } from '../../../domain/reconciliation/stock-books.ts';
import { reconcileOrder } from './orders.ts';
import type { Run } from './run.ts';
import { tell } from './tell.ts';

/**
 * Compares what the SKUs that this run has seen count as reserved with what the orders in flight hold, and each of
 * these orders with its reservation. Both need all orders in flight: where there are too many, neither is compared.
 */
export async function reconcileHeld(run: Run): Promise<void> {
  const orderIds = await allInFlight(run);
  if (orderIds === undefined) return run.count('heldNotCompared');
  const [orders, reservations] = await Promise.all([
    readOrders(run.books, orderIds),
    readReservations(run.books, orderIds),
  ]);
  run.count('ordersInFlight', orders.length);
  await compareTotals(run, heldUnits(reservations.values()));
  const differing = orders.filter((order) => compareUnits(order, reservations.get(order.orderId)) !== undefined);
  await run.each(
    differing,
    ({ orderId }) => orderId,
    ({ orderId }) => reconcileOrder(run, orderId),
  );
}

/** `undefined` when there are more than a run may read. */
async function allInFlight(run: Run): Promise<string[] | undefined> {
  const orderIds: string[] = [];
  let from: Place | undefined;
  do {
    const page = await walkOrders(run.books, 'inFlight', from, run.limits.ordersInFlight);
    orderIds.push(...page.ids);
    from = page.next;
    if (orderIds.length > run.limits.ordersInFlight) return undefined;
  } while (from !== undefined);
  return orderIds;
}

/** The reservations were read after the stock items: those that differ are read again, and must not have changed. */
async function compareTotals(run: Run, held: ReadonlyMap<string, number>): Promise<void> {
  const findings = new Map<string, StockFinding>();
  const healed: Checkpoint[] = [];
  for (const [sku, { stock, checkpoint }] of run.seen) {
    if (run.isInMotion(stock)) continue;
    // Units in escrow are reserved, and no reservation's yet.
    if (leasedUnits(stock) > 0) continue;
    const finding = compareHeld(stock, held.get(sku) ?? 0);
    if (finding !== undefined) {
      findings.set(sku, finding);
      continue;
    }
    run.suspicions.forget(`reservations#${sku}`);
    if (checkpoint.told?.reservations !== undefined) healed.push(withTold(checkpoint, 'reservations', undefined));
  }
  const told = await compareAgain(run, findings);
  await writeCheckpoints(run.books, [...healed, ...told]);
}

/** @returns what is to be remembered of the SKUs whose difference was told */
async function compareAgain(run: Run, findings: ReadonlyMap<string, StockFinding>): Promise<Checkpoint[]> {
  const { client, inventoryTable } = run.books;
  const told: Checkpoint[] = [];
  const again = await readStocks(client, inventoryTable, [...findings.keys()]);
  await run.each(
    again,
    ({ sku }) => sku,
    async (stock) => {
      const finding = findings.get(stock.sku);
      const checkpoint = run.seen.get(stock.sku)?.checkpoint;
      if (finding === undefined || checkpoint === undefined) return;
      if (stock.revision !== finding.revision || !sameTotals(stock, finding.counter)) return;
      if (isTold(checkpoint.told?.reservations, finding.difference)) return;
      if (!isBelieved(finding, run.suspicions.of(`reservations#${stock.sku}`), run.at)) {
        run.suspicions.remember(finding, run.at);
        return;
      }
      await tell(run, finding);
      told.push(withTold(checkpoint, 'reservations', finding.difference));
    },
  );
  return told;
}
