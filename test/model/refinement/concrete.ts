import type { LedgerEntry } from '../../../adapters/payments/simulated/ledger.ts';
import * as provider from '../../../adapters/payments/simulated/ledger.ts';
import {
  type CancellationWish,
  heldReservation,
  type Reservation,
  type ReservationRequest,
  rejectedReservation,
} from '../../../domain/inventory/reservation.ts';
import type { Order, OrderFacts } from '../../../domain/ordering/order.ts';
import { attemptNumber, noPayment, type Payment, paymentKey } from '../../../domain/payment/payment.ts';
import type { Ledger, OrderRecord, ReservationRecord, Wish } from '../protocol/records.ts';

/** The domain's values for the model's records; what the protocol does not depend on is made up. */

export const orderId = 'order';
export const startedAt = '2026-01-01T00:00:00.000Z';
export const early = '2026-01-01T00:00:10.000Z';
export const deadline = '2026-01-01T00:15:00.000Z';
export const late = deadline;

const unit = { name: 'name', quantity: 2, unitPrice: { amount: 500, currency: 'USD' } };
const allLines = ['a', 'b'].map((sku) => ({ sku, ...unit }));

export function linesOf(count: number) {
  return allLines.slice(0, count);
}

export function wishOf(wish: Exclude<Wish, 'none'>): CancellationWish {
  if (wish === 'staff_write_off') return { requestedAt: early, by: 'staff', restock: false };
  return { requestedAt: early, by: wish };
}

function paymentOf(status: OrderRecord['payment']): Payment {
  return status === 'none' ? noPayment : { status, attempts: 1 };
}

function factsOf(record: OrderRecord): OrderFacts {
  return {
    orderId,
    buyerId: 'buyer',
    lines: linesOf(record.lines),
    total: { amount: 1_000 * record.lines, currency: 'USD' },
    paymentMethod: 'pm_card_visa',
    payment: paymentOf(record.payment),
    correlationId: 'correlation',
    fingerprint: 'fingerprint',
    createdAt: startedAt,
    updatedAt: startedAt,
    history: [],
    version: record.version,
    revision: record.version,
    ...(record.cancellation === 'none' ? {} : { cancellation: wishOf(record.cancellation) }),
  };
}

/** @throws when no order of the domain is like the record */
export function orderOf(record: OrderRecord): Order {
  const facts = factsOf(record);
  const saga = { recoveries: record.saga === 'recovery' ? 1 : 0, startedAt };
  const { status, reason } = record;
  switch (status) {
    case 'Submitted':
    case 'AwaitingValidation':
      return { ...facts, status };
    case 'StockConfirmed':
      return { ...facts, status, saga, reservation: { status: 'Held', deadline } };
    case 'Paid':
    case 'Shipped':
      return { ...facts, status, saga, reservation: { status: 'Committed', deadline } };
    case 'Cancelled':
      if (reason === 'none') throw new Error('A cancelled order has a reason');
      return { ...facts, status, reason, ...(record.saga === 'none' ? {} : { saga }) };
  }
}

export function requestOf(lines: number, eventVersion: number): ReservationRequest {
  const eventId = `${orderId}.${eventVersion}`;
  return { orderId, lines: linesOf(lines), eventVersion, eventId, correlationId: 'correlation', decidedAt: startedAt };
}

export function reservationOf(record: ReservationRecord, lines: number): Reservation | undefined {
  const { status, pin, wish, closing } = record;
  if (status === 'absent') return undefined;
  if (status === 'tombstone') return { orderId, status: 'Released', lines: [] };
  const request = requestOf(lines, record.version - 1);
  if (status === 'Rejected') return rejectedReservation(request, []);
  const claims = {
    ...heldReservation(request, deadline),
    ...(pin ? { pin: attemptNumber } : {}),
    ...(wish === 'none' ? {} : { wish: wishOf(wish) }),
    ...(closing === 'none' ? {} : { closing: { cause: closing, at: early } }),
  };
  return status === 'Held' ? claims : { ...claims, status };
}

export const reference = { key: paymentKey(orderId), orderId, amount: { amount: 1_000, currency: 'USD' }, at: early };

/** The provider's entry after the operations that lead to the status. */
export function entryOf(ledger: Ledger): LedgerEntry | undefined {
  const authorize = (paymentMethod: string) => provider.authorize(undefined, { ...reference, paymentMethod }).next;
  switch (ledger) {
    case 'unseen':
      return undefined;
    case 'authorized':
      return authorize('pm_card_visa');
    case 'uncapturable':
      return authorize('pm_sim_capture_fails');
    case 'declined':
      return authorize('pm_card_chargeDeclined');
    case 'captured':
      return provider.capture(entryOf('authorized'), reference).next;
    case 'voided':
      return provider.voidAuthorization(entryOf('authorized'), reference).next;
    case 'barred':
      return provider.voidAuthorization(undefined, reference).next;
    case 'refunded':
      return provider.refund(entryOf('captured'), reference).next;
  }
}
