import { type PaymentStatus, paymentMoves, paymentStatuses } from '../../../domain/payment/payment.ts';
import { type ItemChange, Store } from '../dynamodb/store.ts';
import type { Item } from '../dynamodb/values.ts';
import type { Violation } from './violation.ts';

/** What holds of an order at the instant at which it is written, by what stands beside it. */
export function orderViolations(store: Store, { before, after }: ItemChange): Violation[] {
  const orderId = after.orderId?.S ?? '';
  const status = after.status?.S;
  const isNew = before?.status?.S !== status;
  return [
    ...(before === undefined ? [] : backwardPayment(orderId, before, after)),
    ...(isNew && status === 'Paid' ? unpaid(store, orderId) : []),
    ...(isNew && status === 'Cancelled' ? cancelledTooSoon(store, orderId, before, after) : []),
  ];
}

function backwardPayment(orderId: string, before: Item, after: Item): Violation[] {
  const [from, to] = [paymentOf(before), paymentOf(after)];
  if (from === to || paymentMoves(from, to)) return [];
  return [{ law: 4, what: `the payment of order ${orderId} went from ${from} to ${to}` }];
}

/** Nobody is paid with money that was voided, declined, or never asked for. */
function unpaid(store: Store, orderId: string): Violation[] {
  const money = moneyOf(store, orderId);
  if (money === 'authorized' || money === 'captured') return [];
  return [{ law: 4, what: `order ${orderId} is Paid, and its money ${money ?? 'was never authorised'}` }];
}

const dead = new Set(['voided', 'barred', 'declined', 'refunded']);

/** Before an order that waited for its payment ends, the payment is undone, and can come no more. */
function cancelledTooSoon(store: Store, orderId: string, before: Item | undefined, after: Item): Violation[] {
  if (before?.status?.S !== 'StockConfirmed') return [];
  const reservation = readReservation(store, orderId);
  const money = moneyOf(store, orderId);
  const mayCome = reservation?.pin !== undefined && !dead.has(money ?? '');
  return [
    ...(mayCome
      ? [{ law: 4, what: `order ${orderId} is Cancelled, and its money ${money ?? 'may still come'}` } as const]
      : []),
    ...wrongReason(orderId, reservation, after.reason?.S),
  ];
}

/** The first recorded cause stands. */
function wrongReason(orderId: string, reservation: Item | undefined, reason: string | undefined): Violation[] {
  const wish = reservation?.wish?.M?.by?.S;
  const expected = wish === undefined ? reservation?.closing?.M?.cause?.S : `cancelled_by_${wish}`;
  if (expected === undefined || expected === reason) return [];
  return [{ law: 'cancellation', what: `order ${orderId} ended for ${reason}, and its first cause was ${expected}` }];
}

export function readReservation(store: Store, orderId: string): Item | undefined {
  const key = { pk: { S: `RESERVATION#${orderId}` }, sk: { S: 'RESERVATION' } };
  return store.read(Store.placeOf('Inventory', key));
}

function moneyOf(store: Store, orderId: string): string | undefined {
  return store.read(Store.placeOf('PaymentLedger', { pk: { S: `${orderId}.1` } }))?.status?.S;
}

function paymentOf(order: Item): PaymentStatus {
  const status = paymentStatuses.find((name) => name === order.payment?.M?.status?.S);
  if (status === undefined) throw new Error('An order has no payment');
  return status;
}
