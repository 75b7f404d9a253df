import type { HeldReservation, RejectedReservation, Reservation } from '../inventory/reservation.ts';
import { type ChangeContext, changeOrder, type Decision, entering, statusChanged } from './change.ts';
import type { AwaitingOrder, CancelledOrder, ConfirmedOrder, Order } from './order.ts';

/** The grace period is over: the order asks for its stock. */
export function endGracePeriod(
  order: Order,
  context: ChangeContext,
): Decision<'awaiting_validation' | 'already_ended' | 'cancelled'> {
  if (order.status === 'Cancelled') return { outcome: 'cancelled' };
  if (order.status !== 'Submitted') return { outcome: 'already_ended' };
  const after: AwaitingOrder = { ...entering(order, 'AwaitingValidation', context.at), status: 'AwaitingValidation' };
  const change = changeOrder(order, after, context, { happenings: [statusChanged(after)] });
  return { outcome: 'awaiting_validation', change };
}

export type FollowOutcome = 'confirmed' | 'already_confirmed' | 'rejected' | 'past' | 'not_reserved';

/** The order's status follows from its reservation, which has decided. */
export function followReservation(
  order: Order,
  reservation: Reservation | undefined,
  context: ChangeContext,
): Decision<FollowOutcome> {
  if (order.status === 'StockConfirmed') return { outcome: 'already_confirmed' };
  if (order.status === 'Submitted') return { outcome: 'not_reserved' };
  if (order.status !== 'AwaitingValidation') return { outcome: 'past' };
  if (reservation === undefined) return { outcome: 'not_reserved' };
  if (reservation.status === 'Held') return confirm(order, reservation, context);
  if (reservation.status === 'Rejected') return reject(order, reservation, context);
  return { outcome: 'stale' };
}

function confirm(order: AwaitingOrder, reservation: HeldReservation, context: ChangeContext): Decision<FollowOutcome> {
  const after: ConfirmedOrder = {
    ...entering(order, 'StockConfirmed', context.at),
    status: 'StockConfirmed',
    reservation: { status: 'Held', deadline: reservation.deadline },
    saga: { recoveries: 0, startedAt: context.at },
  };
  const happenings = [statusChanged(after)];
  const change = changeOrder(order, after, context, { happenings, afterVersion: reservation.version });
  return { outcome: 'confirmed', change };
}

function reject(
  order: AwaitingOrder,
  reservation: RejectedReservation,
  context: ChangeContext,
): Decision<FollowOutcome> {
  const after: CancelledOrder = {
    ...entering(order, 'Cancelled', context.at, 'stock_rejected'),
    status: 'Cancelled',
    reason: 'stock_rejected',
    shortages: reservation.shortages,
    reservation: { status: 'Rejected' },
  };
  const happenings = [statusChanged(after)];
  const change = changeOrder(order, after, context, { happenings, afterVersion: reservation.version });
  return { outcome: 'rejected', change };
}

/** Ships a paid order whose money is captured: one condition on both. */
export function shipOrder(
  order: Order,
  context: ChangeContext,
): Decision<'shipped' | 'already_shipped' | 'payment_not_captured' | 'order_not_paid'> {
  if (order.status === 'Shipped') return { outcome: 'already_shipped' };
  if (order.status !== 'Paid') return { outcome: 'order_not_paid' };
  if (order.payment.status !== 'captured') return { outcome: 'payment_not_captured' };
  const after: Order = {
    ...entering(order, 'Shipped', context.at),
    status: 'Shipped',
    reservation: order.reservation,
    saga: order.saga,
  };
  return { outcome: 'shipped', change: changeOrder(order, after, context, { happenings: [statusChanged(after)] }) };
}
