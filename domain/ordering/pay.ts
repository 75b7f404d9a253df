import type { Happening } from '../events/catalogue.ts';
import {
  type ClosingCause,
  commitOutcome,
  type HeldReservation,
  isExpired,
  isTombstone,
  type Reservation,
} from '../inventory/reservation.ts';
import { type Payment, paymentMoves } from '../payment/payment.ts';
import { type ChangeContext, changeOrder, type Decision, entering, settle, statusChanged } from './change.ts';
import type { ConfirmedOrder, Order, PaidOrder } from './order.ts';

export type CommitOrderOutcome =
  | 'committed'
  | 'already_committed'
  | 'cancelled'
  | 'cancel_requested'
  | 'closed'
  | 'not_pinned';

/** The authorised order becomes `Paid` and its held units sold: one transaction, or none of it. */
export function commitOrder(
  order: Order,
  reservation: Reservation | undefined,
  attempt: number,
  context: ChangeContext,
): Decision<CommitOrderOutcome> {
  if (order.status === 'Cancelled') return { outcome: 'cancelled' };
  if (order.status === 'Paid' || order.status === 'Shipped') return { outcome: 'already_committed' };
  const outcome = commitOutcome(reservation, attempt);
  if (outcome === 'cancel_requested' || outcome === 'closed' || outcome === 'not_pinned') return { outcome };
  if (outcome !== 'committed' || order.status !== 'StockConfirmed' || reservation?.status !== 'Held') {
    return { outcome: 'stale' };
  }
  return { outcome: 'committed', change: commit(order, reservation, attempt, context) };
}

function commit(order: ConfirmedOrder, reservation: HeldReservation, attempt: number, context: ChangeContext) {
  const after: PaidOrder = {
    ...entering(order, 'Paid', context.at),
    status: 'Paid',
    payment: { status: 'authorized', attempts: 1 },
    reservation: { status: 'Committed', deadline: reservation.deadline },
    saga: order.saga,
  };
  return changeOrder(order, after, context, {
    happenings: [statusChanged(after)],
    ...settle(reservation, { kind: 'commit', attempt }, 'commit'),
  });
}

/** What the provider has told of an order's money. */
export type PaymentReport = Exclude<Payment['status'], 'none' | 'authorized'>;

const paymentEvents = {
  captured: 'OrderPaymentSucceeded',
  declined: 'OrderPaymentFailed',
  voided: 'OrderPaymentVoided',
  refunded: 'OrderPaymentRefunded',
} as const;

/** Records what became of the money. It never changes the order's status, and moves the payment only forward. */
export function recordPayment(
  order: Order,
  status: PaymentReport,
  context: ChangeContext,
): Decision<'recorded' | 'already_recorded' | 'superseded'> {
  if (order.payment.status === status) return { outcome: 'already_recorded' };
  if (!paymentMoves(order.payment.status, status)) return { outcome: 'superseded' };
  const happening: Happening = {
    detailType: paymentEvents[status],
    data: { orderId: order.orderId, amount: order.total, ...(status === 'declined' ? { reason: 'declined' } : {}) },
  };
  const after: Order = { ...order, payment: { status, attempts: 1 } };
  return { outcome: 'recorded', change: changeOrder(order, after, context, { happenings: [happening] }) };
}

/** What is to be done about an order's money when its saga undoes it. */
export type SettlementOutcome =
  /** Nothing was taken, or it has been undone. */
  | 'settled'
  /** The order keeps its money: it is paid. */
  | 'paid'
  /** Money may move while the reservation can still be committed: close it first. */
  | 'not_closed'
  | 'void'
  | 'refund';

/** Decides what undoing the money takes. A void bars the key even when nothing is known to be authorised. */
export function settlementOf(order: Order, reservation: Reservation | undefined): SettlementOutcome {
  if (order.status === 'Paid' || order.status === 'Shipped') return 'paid';
  const { status } = order.payment;
  if (status === 'captured') return 'refund';
  if (status === 'authorized') return 'void';
  if (status !== 'none') return 'settled';
  return settlementWithoutRecord(order, reservation);
}

function settlementWithoutRecord(order: Order, reservation: Reservation | undefined): SettlementOutcome {
  if (reservation === undefined || reservation.status === 'Rejected' || isTombstone(reservation)) return 'settled';
  if (reservation.status === 'Held' && reservation.closing === undefined) return 'not_closed';
  if ('pin' in reservation && reservation.pin !== undefined) return 'void';
  return order.status === 'Cancelled' || reservation.status === 'Held' ? 'settled' : 'not_closed';
}

/** Why a closing ends the order, where no wish has come first. */
export function closingCause(order: Order, reservation: Reservation | undefined, context: ChangeContext): ClosingCause {
  if (order.payment.status === 'declined') return 'payment_failed';
  if (reservation?.status === 'Held' && isExpired(reservation, context.at)) return 'expired';
  return 'payment_timeout';
}
