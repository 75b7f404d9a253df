import type { Happening } from '../events/catalogue.ts';
import { isCountedInBatches } from '../inventory/counting.ts';
import {
  type CancellationWish,
  closingReason,
  type HeldReservation,
  isExpired,
  type Reservation,
  wishReason,
} from '../inventory/reservation.ts';
import { stockChanges } from '../inventory/stock.ts';
import type { StockLine } from '../lines.ts';
import { type ChangeContext, changeOrder, type Decision, entering, settle, statusChanged } from './change.ts';
import type { AwaitingOrder, CancelledOrder, ConfirmedOrder, Order, PaidOrder } from './order.ts';
import { settlementOf } from './pay.ts';
import type { CancellationReason } from './status.ts';

export type CancelOutcome =
  | 'cancelled'
  /** Paid before, so the money is still to be undone: an execution of the saga does that. */
  | 'cancelled_paid'
  /** Its units are to be written off, and its own commit is not counted yet: count it, and ask again. */
  | 'commit_not_counted'
  /** A payment is in flight: the wish stands, and the order ends when the payment's outcome is undone. */
  | 'requested'
  | 'already_requested'
  /** The order is ending already, for a cause that was recorded first. */
  | 'already_ending'
  | 'already_cancelled'
  | 'already_shipped';

/** The wish, and what the write-off of a paid order tells: the available units of each SKU. */
export type CancelCommand = {
  readonly wish: CancellationWish;
  readonly available: ReadonlyMap<string, number>;
};

/** Decides a buyer's or staff's wish to cancel, in whatever status it finds the order. */
export function cancelOrder(
  order: Order,
  reservation: Reservation | undefined,
  command: CancelCommand,
  context: ChangeContext,
): Decision<CancelOutcome> {
  switch (order.status) {
    case 'Shipped':
      return { outcome: 'already_shipped' };
    case 'Cancelled':
      return { outcome: 'already_cancelled' };
    case 'Submitted':
      return cancelBeforeStock(order, command.wish, context);
    case 'AwaitingValidation':
      return cancelAwaiting(order, reservation, command.wish, context);
    case 'StockConfirmed':
      return cancelConfirmed(order, reservation, command.wish, context);
    case 'Paid':
      return cancelPaid(order, reservation, command, context);
  }
}

function cancelled(
  order: Order,
  reason: CancellationReason,
  wish: CancellationWish | undefined,
  at: string,
): CancelledOrder {
  return {
    ...entering(order, 'Cancelled', at, reason),
    status: 'Cancelled',
    reason,
    ...('reservation' in order && order.reservation !== undefined ? { reservation: order.reservation } : {}),
    ...('saga' in order && order.saga !== undefined ? { saga: order.saga } : {}),
    ...(wish === undefined ? {} : { cancellation: wish }),
  };
}

/** Nothing has asked for stock yet, so nothing has to be kept from reserving. */
function cancelBeforeStock(order: Order, wish: CancellationWish, context: ChangeContext): Decision<CancelOutcome> {
  const after = cancelled(order, wishReason(wish.by), wish, context.at);
  return { outcome: 'cancelled', change: changeOrder(order, after, context, { happenings: [statusChanged(after)] }) };
}

function cancelAwaiting(
  order: AwaitingOrder,
  reservation: Reservation | undefined,
  wish: CancellationWish,
  context: ChangeContext,
): Decision<CancelOutcome> {
  if (reservation === undefined) return bar(order, wish, context);
  if (reservation.status === 'Rejected') return { outcome: 'already_ending' };
  if (reservation.status !== 'Held') return { outcome: 'stale' };
  const afterVersion = reservation.version;
  return { outcome: 'cancelled', change: releaseNow(order, reservation, wish, context, afterVersion) };
}

/** Leaves a tombstone where the reservation would be, so that a late one is refused. */
function bar(order: AwaitingOrder, wish: CancellationWish, context: ChangeContext): Decision<CancelOutcome> {
  const after = cancelled(order, wishReason(wish.by), wish, context.at);
  const happenings = [statusChanged(after)];
  const change = changeOrder(order, after, context, { happenings, reservation: { kind: 'tombstone' } });
  return { outcome: 'cancelled', change };
}

function cancelConfirmed(
  order: ConfirmedOrder,
  reservation: Reservation | undefined,
  wish: CancellationWish,
  context: ChangeContext,
): Decision<CancelOutcome> {
  if (reservation?.status !== 'Held') return { outcome: 'stale' };
  if (reservation.wish !== undefined) return { outcome: 'already_requested' };
  if (reservation.closing !== undefined || order.payment.status === 'declined') return { outcome: 'already_ending' };
  if (reservation.pin === undefined) {
    return { outcome: 'cancelled', change: releaseNow(order, reservation, wish, context, order.version) };
  }
  const after = { ...order, cancellation: wish };
  return { outcome: 'requested', change: changeOrder(order, after, context, { reservation: { kind: 'wish', wish } }) };
}

function released(orderId: string, lines: readonly StockLine[], cause: 'released' | 'expired' | 'returned'): Happening {
  const stockLines = lines.map(({ sku, quantity }) => ({ sku, quantity }));
  return { detailType: 'OrderStockReleased', data: { orderId, lines: stockLines, cause } };
}

/** Releases held units that no payment attempt has pinned. */
function releaseNow(
  order: AwaitingOrder | ConfirmedOrder,
  reservation: HeldReservation,
  wish: CancellationWish,
  context: ChangeContext,
  afterVersion: number,
) {
  const after: CancelledOrder = {
    ...cancelled(order, wishReason(wish.by), wish, context.at),
    reservation: { status: 'Released', deadline: reservation.deadline },
  };
  return changeOrder(order, after, context, {
    happenings: [statusChanged(after), released(order.orderId, reservation.lines, 'released')],
    ...settle(reservation, { kind: 'release' }, 'release'),
    afterVersion,
  });
}

/** A reservation past its deadline with no payment in flight gives its units back. */
export function expireOrder(
  order: Order,
  reservation: Reservation | undefined,
  context: ChangeContext,
): Decision<'expired' | 'not_expired'> {
  if (reservation?.status !== 'Held' || !isExpired(reservation, context.at)) return { outcome: 'not_expired' };
  if (order.status !== 'AwaitingValidation' && order.status !== 'StockConfirmed') return { outcome: 'stale' };
  const after: CancelledOrder = {
    ...cancelled(order, 'expired', order.cancellation, context.at),
    reservation: { status: 'Expired', deadline: reservation.deadline },
  };
  const change = changeOrder(order, after, context, {
    happenings: [statusChanged(after), released(order.orderId, reservation.lines, 'expired')],
    ...settle(reservation, { kind: 'expire' }, 'release'),
    afterVersion: order.status === 'AwaitingValidation' ? reservation.version : order.version,
  });
  return { outcome: 'expired', change };
}

/**
 * Ends a closed order: its units go back to stock, exactly once. The money comes first: an order whose payment may
 * still hold money stays as it is.
 */
export function releaseClosed(
  order: Order,
  reservation: Reservation | undefined,
  context: ChangeContext,
): Decision<'released' | 'already_released' | 'committed' | 'payment_unsettled' | 'not_closed'> {
  if (order.status === 'Paid' || order.status === 'Shipped') return { outcome: 'committed' };
  if (order.status === 'Cancelled') return { outcome: 'already_released' };
  if (order.status !== 'StockConfirmed' || reservation?.status !== 'Held') return { outcome: 'stale' };
  const reason = closingReason(reservation);
  if (reason === 'not_closed') return { outcome: reason };
  if (settlementOf(order, reservation) !== 'settled') return { outcome: 'payment_unsettled' };
  const to = reason === 'expired' ? 'Expired' : 'Released';
  const after: CancelledOrder = {
    ...cancelled(order, reason, order.cancellation, context.at),
    reservation: { status: to, deadline: reservation.deadline },
  };
  const change = changeOrder(order, after, context, {
    happenings: [
      statusChanged(after),
      released(order.orderId, reservation.lines, to === 'Expired' ? 'expired' : 'released'),
    ],
    ...settle(reservation, { kind: 'release_closed', to }, 'release'),
  });
  return { outcome: 'released', change };
}

/** Raises the count of executions, so that the next one has a name of its own and the sweeper its time to wait. */
function withNextRecovery(order: PaidOrder, after: CancelledOrder, at: string): CancelledOrder {
  return { ...after, saga: { recoveries: order.saga.recoveries + 1, startedAt: at } };
}

function cancelPaid(
  order: PaidOrder,
  reservation: Reservation | undefined,
  command: CancelCommand,
  context: ChangeContext,
): Decision<CancelOutcome> {
  const { wish } = command;
  // Read before the order was: whether its units are counted in batches is not known.
  if (reservation?.status !== 'Committed') return { outcome: 'stale' };
  const after = withNextRecovery(order, cancelled(order, wishReason(wish.by), wish, context.at), context.at);
  if (wish.restock === false) return writeOff(order, after, reservation, command, context);
  const happenings = [statusChanged(after), released(order.orderId, order.lines, 'returned')];
  const change = changeOrder(order, after, context, { happenings, ...giveBack(order, reservation) });
  return { outcome: 'cancelled_paid', change };
}

/** Units of a paid order return in its transaction, or are counted in a batch after its commit. */
function giveBack(order: PaidOrder, reservation: Reservation | undefined) {
  if (isCountedInBatches(reservation)) return { reservation: { kind: 'return', isUncounted: true } } as const;
  return { stock: stockChanges('return', order.lines) };
}

/** Writing off is rare, and so is never batched: it follows the batch that has counted the order's commit. */
function writeOff(
  order: PaidOrder,
  after: CancelledOrder,
  reservation: Reservation | undefined,
  command: CancelCommand,
  context: ChangeContext,
): Decision<CancelOutcome> {
  const isBatched = isCountedInBatches(reservation);
  if (isBatched && reservation.countedBy === undefined) return { outcome: 'commit_not_counted' };
  const afterBatch = isBatched ? { afterBatch: reservation.countedBy } : {};
  const change = changeOrder(order, after, context, {
    happenings: [statusChanged(after), ...writtenOff(order, command)],
    stock: stockChanges('write_off', order.lines).map((stockChange) => ({ ...stockChange, ...afterBatch })),
  });
  return { outcome: 'cancelled_paid', change };
}

/** The provider refuses the capture for good: the order leaves `Paid`, and its units return. */
export function cancelUncaptured(
  order: Order,
  reservation: Reservation | undefined,
  context: ChangeContext,
): Decision<'cancelled' | 'already_cancelled' | 'captured'> {
  if (order.status === 'Cancelled') return { outcome: 'already_cancelled' };
  if (order.status !== 'Paid') return order.status === 'Shipped' ? { outcome: 'captured' } : { outcome: 'stale' };
  if (order.payment.status !== 'authorized') return { outcome: 'captured' };
  if (reservation?.status !== 'Committed') return { outcome: 'stale' };
  const after = cancelled(order, 'payment_failed', order.cancellation, context.at);
  const { orderId, total } = order;
  const change = changeOrder(order, after, context, {
    happenings: [
      { detailType: 'OrderPaymentFailed', data: { orderId, amount: total, reason: 'capture_refused' } },
      statusChanged(after),
      released(orderId, order.lines, 'returned'),
    ],
    ...giveBack(order, reservation),
  });
  return { outcome: 'cancelled', change };
}

/** Units that do not come back to the shelf leave the books: a ledger entry for each SKU. */
function writtenOff(order: PaidOrder, command: CancelCommand): Happening[] {
  return order.lines.map(({ sku, quantity }) => ({
    detailType: 'StockAdjusted',
    data: {
      adjustmentId: `${order.orderId}.${sku}`,
      sku,
      delta: -quantity,
      reason: 'damaged',
      available: command.available.get(sku) ?? 0,
      orderId: order.orderId,
    },
  }));
}
