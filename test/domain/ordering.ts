import { heldReservation, type Reservation, rejectedReservation } from '../../domain/inventory/reservation.ts';
import { followReservation, shipOrder } from '../../domain/ordering/advance.ts';
import { cancelOrder } from '../../domain/ordering/cancel.ts';
import type { Decision } from '../../domain/ordering/change.ts';
import type { Order } from '../../domain/ordering/order.ts';
import { commitOrder, recordPayment } from '../../domain/ordering/pay.ts';
import { placeOrder } from '../../domain/ordering/place.ts';

/** Orders in every state, each made by the transitions that lead there. */

export const at = '2026-01-01T00:00:10.000Z';
export const deadline = '2026-01-01T00:15:00.000Z';
export const line = { sku: 'mug', name: 'Mug', quantity: 2, unitPrice: { amount: 500, currency: 'USD' } };

function placed(gracePeriodSeconds: number): Order {
  return placeOrder({
    orderId: 'order',
    buyerId: 'buyer',
    lines: [line],
    currency: 'USD',
    paymentMethod: 'pm_card_visa',
    fingerprint: 'fingerprint',
    correlationId: 'correlation',
    at: '2026-01-01T00:00:00.000Z',
    gracePeriodSeconds,
  }).order;
}

/** The order after the decision's change; a decision without one is a mistake of the test. */
export function after(decision: Decision<string>): Order {
  if (decision.change === undefined) throw new Error(`Nothing changes: ${decision.outcome}`);
  return decision.change.after;
}

const request = {
  orderId: 'order',
  lines: [line],
  eventVersion: 1,
  eventId: 'order.1',
  correlationId: 'correlation',
  decidedAt: at,
};

export const submitted = placed(30);
export const awaiting = placed(0);
export const held = heldReservation(request, deadline);
export const rejected = rejectedReservation(request, [{ sku: 'mug', requested: 2, available: 1 }]);
export const pinned: Reservation = { ...held, pin: 1 };
export const closed: Reservation = { ...held, pin: 1, closing: { cause: 'payment_timeout', at } };
export const wished: Reservation = { ...held, pin: 1, wish: { requestedAt: at, by: 'buyer' } };
export const committed: Reservation = { ...held, pin: 1, status: 'Committed' };
export const confirmed = after(followReservation(awaiting, held, { at }));
export const declined = after(recordPayment(confirmed, 'declined', { at }));
export const voided = after(recordPayment(confirmed, 'voided', { at }));
export const paid = after(commitOrder(confirmed, pinned, 1, { at }));
export const captured = after(recordPayment(paid, 'captured', { at }));
export const shipped = after(shipOrder(captured, { at }));
export const wish = { requestedAt: at, by: 'buyer' } as const;
export const cancelled = after(cancelOrder(awaiting, undefined, { wish, available: new Map() }, { at }));
