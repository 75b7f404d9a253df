import { readOrder, readReservation } from '../../../adapters/dynamodb/changes.ts';
import { readOrders, readReservations } from '../../../adapters/dynamodb/order-books.ts';
import { walkOrders } from '../../../adapters/dynamodb/reconciliation/walks.ts';
import type { Reservation } from '../../../domain/inventory/reservation.ts';
import { isSettled, type Order } from '../../../domain/ordering/order.ts';
import { paymentKey } from '../../../domain/payment/payment.ts';
import { isBelieved } from '../../../domain/reconciliation/belief.ts';
import type { OrderFinding } from '../../../domain/reconciliation/discrepancy.ts';
import { compareMoney, compareUnits } from '../../../domain/reconciliation/order-books.ts';
import type { Run } from './run.ts';
import { tell } from './tell.ts';

/** Goes on through all orders, a bounded number a run: each is compared with its reservation and with its money. */
export async function auditOrders(run: Run): Promise<void> {
  const { ids, next } = await walkOrders(run.books, 'byPlacement', run.ordersPlace, run.limits.settledOrders);
  const [orders, reservations] = await Promise.all([readOrders(run.books, ids), readReservations(run.books, ids)]);
  const settled = orders.filter(isSettled);
  run.count('ordersSettled', settled.length);
  await run.each(
    settled,
    ({ orderId }) => orderId,
    async (order) => {
      const findings = await findingsOf(run, order, reservations.get(order.orderId));
      if (findings.length > 0) await reconcileOrder(run, order.orderId);
    },
  );
  run.ordersPlace = next;
}

async function findingsOf(run: Run, order: Order, reservation: Reservation | undefined): Promise<OrderFinding[]> {
  const known = isSettled(order) ? await run.books.provider.lookUp(paymentKey(order.orderId)) : 'unknown';
  return [compareUnits(order, reservation), compareMoney(order, known)].filter((finding) => finding !== undefined);
}

/**
 * Looks at one order with care: whatever changes its reservation or its money changes the order, too, so that what was
 * read between two equal revisions of it belongs together.
 */
export async function reconcileOrder(run: Run, orderId: string): Promise<void> {
  const before = await readOrder(run.books, orderId);
  if (before === undefined) return;
  const findings = await findingsOf(run, before, await readReservation(run.books, orderId));
  const after = await readOrder(run.books, orderId);
  if (after?.revision !== before.revision) return;
  for (const kind of ['orders', 'money'] as const) {
    const finding = findings.find((candidate) => candidate.kind === kind);
    if (finding === undefined) run.suspicions.forget(`${kind}#${orderId}`);
    else if (isBelieved(finding, run.suspicions.of(`${kind}#${orderId}`), run.at)) await tell(run, finding);
    else run.suspicions.remember(finding, run.at);
  }
}
