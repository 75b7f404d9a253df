import type { PaymentStatus } from '../../../domain/payment/payment.ts';
import { type Decision, deciding } from './decision.ts';
import type { OrderRecord, ReservationRecord } from './records.ts';
import { commitOf } from './reservation.ts';
import type { Without } from './safeguards.ts';

/** What is decided about an order on its way to `Shipped`. */

export function endGracePeriod(order: OrderRecord): Decision {
  if (order.status === 'Cancelled') return { outcome: 'cancelled' };
  if (order.status !== 'Submitted') return { outcome: 'already_ended' };
  const events = ['OrderStatusChangedToAwaitingValidation'] as const;
  return deciding('awaiting_validation', order, { status: 'AwaitingValidation' }, { events });
}

export function follow(order: OrderRecord, reservation: ReservationRecord): Decision {
  if (order.status === 'StockConfirmed') return { outcome: 'already_confirmed' };
  if (order.status === 'Submitted') return { outcome: 'not_reserved' };
  if (order.status !== 'AwaitingValidation') return { outcome: 'past' };
  const after = reservation.version;
  switch (reservation.status) {
    case 'absent':
      return { outcome: 'not_reserved' };
    case 'Held': {
      const events = ['OrderStatusChangedToStockConfirmed'] as const;
      return deciding('confirmed', order, { status: 'StockConfirmed', saga: 'first' }, { events, after });
    }
    case 'Rejected': {
      const events = ['OrderStatusChangedToCancelled'] as const;
      return deciding('rejected', order, { status: 'Cancelled', reason: 'stock_rejected' }, { events, after });
    }
    default:
      return { outcome: 'stale' };
  }
}

export function commit(order: OrderRecord, reservation: ReservationRecord, without: Without): Decision {
  if (order.status === 'Cancelled') return { outcome: 'cancelled' };
  if (order.status === 'Paid' || order.status === 'Shipped') return { outcome: 'already_committed' };
  const outcome = commitOf(reservation, without);
  if (outcome === 'cancel_requested' || outcome === 'closed' || outcome === 'not_pinned') return { outcome };
  if (outcome !== 'committed' || order.status !== 'StockConfirmed') return { outcome: 'stale' };
  return deciding(
    outcome,
    order,
    { status: 'Paid', payment: 'authorized' },
    { events: ['OrderStatusChangedToPaid'], reservation: { kind: 'commit' }, stock: 'commit' },
  );
}

export type Report = Exclude<PaymentStatus, 'none' | 'authorized'>;

const paymentEvents = {
  captured: 'OrderPaymentSucceeded',
  declined: 'OrderPaymentFailed',
  voided: 'OrderPaymentVoided',
  refunded: 'OrderPaymentRefunded',
} as const;

const forward: Readonly<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  none: ['declined', 'voided'],
  authorized: ['captured', 'voided'],
  captured: ['refunded'],
  declined: [],
  voided: [],
  refunded: [],
};

export function recordPayment(order: OrderRecord, report: Report, without: Without): Decision {
  if (order.payment === report) return { outcome: 'already_recorded' };
  const moves = forward[order.payment].includes(report) || without === 'payment_moves_forward';
  if (!moves) return { outcome: 'superseded' };
  return deciding('recorded', order, { payment: report }, { events: [paymentEvents[report]] });
}

export function ship(order: OrderRecord, without: Without): Decision {
  if (order.status === 'Shipped') return { outcome: 'already_shipped' };
  if (order.status !== 'Paid') return { outcome: 'order_not_paid' };
  if (order.payment !== 'captured' && without !== 'shipping_needs_captured_money') {
    return { outcome: 'payment_not_captured' };
  }
  return deciding('shipped', order, { status: 'Shipped' }, { events: ['OrderStatusChangedToShipped'] });
}

/** Neither stock nor money of a settled order can still change by itself. */
export function isSettled({ status, payment }: OrderRecord, without: Without): boolean {
  if (status === 'Shipped') return true;
  if (status === 'Paid') return payment === 'captured';
  const holdsMoney = payment === 'authorized' || payment === 'captured';
  return status === 'Cancelled' && (!holdsMoney || without === 'money_keeps_an_order_in_flight');
}

/** Counts one more execution: those after the first only undo or complete. */
export function recover(order: OrderRecord): Decision {
  if (isSettled(order, undefined) || order.saga === 'none') return { outcome: 'settled' };
  return deciding('recovering', order, { saga: 'recovery' });
}
