import type { LedgerEntry } from '../../../adapters/payments/simulated/ledger.ts';
import type { CancellationWish } from '../../../domain/inventory/reservation.ts';
import type { Change, Decision as DomainDecision, ReservationChange } from '../../../domain/ordering/change.ts';
import type { Order } from '../../../domain/ordering/order.ts';
import type { Decision, Write } from '../protocol/decision.ts';
import type { Ledger, OrderRecord, Wish } from '../protocol/records.ts';
import type { ReservationWrite } from '../protocol/reservation.ts';

/** The model's records for the domain's values. */

function wishIn(wish: CancellationWish | undefined): Wish {
  if (wish === undefined) return 'none';
  return wish.restock === false ? 'staff_write_off' : wish.by;
}

export function orderRecord(order: Order): OrderRecord {
  const saga = 'saga' in order ? order.saga : undefined;
  return {
    status: order.status,
    reason: order.status === 'Cancelled' ? order.reason : 'none',
    payment: order.payment.status,
    cancellation: wishIn(order.cancellation),
    saga: saga === undefined ? 'none' : saga.recoveries > 0 ? 'recovery' : 'first',
    version: order.version,
    lines: order.lines.length,
  };
}

function reservationWrite(change: ReservationChange): ReservationWrite {
  switch (change.kind) {
    case 'wish':
      return { kind: change.kind, wish: wishIn(change.wish) };
    case 'release_closed':
      return { kind: change.kind, to: change.to };
    case 'return':
      throw new Error('No reservation of this model is counted in batches');
    default:
      return { kind: change.kind };
  }
}

/** @throws when the change does not treat all of the order's lines alike */
function stockEffect({ stock, before }: Change): Write['stock'] {
  const [first] = stock;
  const whole = before.lines.map(({ sku, quantity }) => ({ sku, quantity, effect: first?.effect }));
  const moved = stock.map(({ sku, quantity, effect }) => ({ sku, quantity, effect }));
  if (first !== undefined && JSON.stringify(whole) !== JSON.stringify(moved)) {
    throw new Error(`Not all lines move alike: ${JSON.stringify(moved)}`);
  }
  return first?.effect;
}

/** The number that a change's events come after. @throws when they are not numbered one after the other */
function afterVersion({ events, after }: Change): number {
  const versions = events.map(({ detail }) => detail.metadata.version);
  const first = after.version - events.length;
  if (versions.some((version, index) => version !== first + index + 1)) {
    throw new Error(`Events are numbered ${versions.join()}, and the order ${after.version}`);
  }
  return first;
}

/** @throws when the order would say otherwise than the reservation that is written with it */
function checkSummary({ reservation, after }: Change): void {
  if (reservation === undefined || reservation.kind === 'wish' || reservation.kind === 'return') return;
  const statuses = { commit: 'Committed', release: 'Released', expire: 'Expired', tombstone: undefined };
  const status = reservation.kind === 'release_closed' ? reservation.to : statuses[reservation.kind];
  const summary = 'reservation' in after ? after.reservation?.status : undefined;
  if (summary !== status) throw new Error(`The order says ${summary}, and its reservation is ${status}`);
}

export function decisionOf({ outcome, change }: DomainDecision<string>): Decision {
  if (change === undefined) return { outcome };
  checkSummary(change);
  const stock = stockEffect(change);
  const write: Write = {
    order: orderRecord(change.after),
    events: change.events.map(({ detailType }) => detailType),
    after: afterVersion(change),
    ...(change.reservation === undefined ? {} : { reservation: reservationWrite(change.reservation) }),
    ...(stock === undefined ? {} : { stock }),
  };
  return { outcome, write };
}

export function ledgerOf(entry: LedgerEntry | undefined): Ledger {
  if (entry?.status !== 'authorized') return entry?.status ?? 'unseen';
  return entry.paymentMethod === 'pm_sim_capture_fails' ? 'uncapturable' : 'authorized';
}
