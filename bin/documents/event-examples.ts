import { type DetailType, eventCatalogue } from '../../domain/events/catalogue.ts';
import type { DomainEvent } from '../../domain/events/event.ts';
import {
  heldReservation,
  type Reservation,
  type ReservationRequest,
  rejectedReservation,
} from '../../domain/inventory/reservation.ts';
import { reservationEvent } from '../../domain/inventory/reservation-event.ts';
import type { Stock } from '../../domain/inventory/stock.ts';
import { stockEvents } from '../../domain/inventory/stock-events.ts';
import { endGracePeriod, followReservation, shipOrder } from '../../domain/ordering/advance.ts';
import { cancelOrder } from '../../domain/ordering/cancel.ts';
import type { Change } from '../../domain/ordering/change.ts';
import type { Order } from '../../domain/ordering/order.ts';
import { commitOrder, recordPayment } from '../../domain/ordering/pay.ts';
import { placeOrder } from '../../domain/ordering/place.ts';
import { attemptNumber } from '../../domain/payment/payment.ts';
import type { Discrepancy } from '../../domain/reconciliation/discrepancy.ts';
import { discrepancyEvent } from '../../domain/reconciliation/discrepancy-event.ts';
import { compareStock } from '../../domain/reconciliation/stock-books.ts';
import { addSeconds, type Instant } from '../../domain/time.ts';

const sku = 'mug-blue';
const orderId = 'mzxw6ytboi4dkn3qpfzgc5dfnbsw42tl';
const after = (seconds: number): Instant => addSeconds('2026-01-15T09:30:00.000Z', seconds);

function changed({ change }: { readonly change?: Change }): Change {
  if (change === undefined) throw new Error('The example tells of something that does not happen');
  return change;
}

const placed = placeOrder({
  orderId,
  buyerId: 'ada',
  lines: [{ sku, name: 'Blue mug', quantity: 2, unitPrice: { amount: 1_999, currency: 'USD' } }],
  currency: 'USD',
  paymentMethod: 'pm_card_visa',
  fingerprint: '',
  correlationId: 'b0c1f6de-9a57-4c0b-8f5e-3f1f3f2f7a10',
  at: after(0),
  gracePeriodSeconds: 60,
});

const awaiting = changed(endGracePeriod(placed.order, { at: after(60), causationId: `${orderId}.1` }));

const request: ReservationRequest = {
  orderId,
  lines: placed.order.lines,
  eventVersion: awaiting.after.version,
  eventId: `${orderId}.2`,
  correlationId: placed.order.correlationId,
  decidedAt: after(61),
};
const held = heldReservation(request, after(61 + 900));
const rejected = rejectedReservation(request, [{ sku, requested: 2, available: 1 }]);

const follow = (reservation: Reservation) =>
  changed(followReservation(awaiting.after, reservation, { at: after(62), causationId: `${orderId}.3` }));
const confirmed = follow(held);

const pinned = { ...held, pin: attemptNumber };
const paid = changed(commitOrder(confirmed.after, pinned, attemptNumber, { at: after(63) }));

const report = (order: Order, status: 'captured' | 'declined' | 'voided' | 'refunded') =>
  changed(recordPayment(order, status, { at: after(64) }));
const captured = report(paid.after, 'captured');

const cancel = (order: Order) => {
  const wish = { requestedAt: after(120), by: 'buyer' } as const;
  const committed: Reservation = { ...pinned, status: 'Committed' };
  return changed(cancelOrder(order, committed, { wish, available: new Map() }, { at: after(120) }));
};
const cancelledUncaptured = cancel(paid.after);
const cancelledCaptured = cancel(captured.after);

const stocked: Stock = { sku, available: 10, reserved: 0, sold: 0, revision: 4, restockThreshold: 5 };
const adjustment = {
  adjustmentId: 'nbswy3dpeb3w64tmmqqhg5dpmnvqu43u',
  delta: 7,
  reason: 'received',
  at: after(0),
  correlationId: '0b8d4f5e-41a7-4b0e-9c53-5a0c6f0a3c11',
} as const;

const finding = compareStock('ledger', stocked, { available: 13, reserved: 0, sold: 0 });
if (finding === undefined) throw new Error('The example of a discrepancy has none');
const discrepancy: Discrepancy = {
  ...finding,
  discrepancyId: 'ifbegrcfizduqskkjnge2tspkbiveu2u',
  foundAt: after(900),
  stockRevision: finding.revision,
  status: 'open',
};

/** One order's story with all its endings, told by the domain itself, so that no example can grow old. */
const told: readonly DomainEvent[] = [
  ...placed.events,
  ...awaiting.events,
  ...[held, rejected].flatMap((reservation) => reservationEvent(reservation) ?? []),
  ...confirmed.events,
  ...paid.events,
  ...captured.events,
  ...changed(shipOrder(captured.after, { at: after(3_600) })).events,
  ...follow(rejected).events,
  ...cancelledUncaptured.events,
  ...report(confirmed.after, 'declined').events,
  ...report(cancelledUncaptured.after, 'voided').events,
  ...report(cancelledCaptured.after, 'refunded').events,
  ...stockEvents({ ...stocked, available: 3, revision: 3 }, { ...stocked, adjustment }, after(0)),
  ...stockEvents(stocked, { ...stocked, available: 4, reserved: 6, revision: 5 }, after(61)),
  ...stockEvents(stocked, { ...stocked, available: 0, reserved: 10, revision: 5 }, after(61)),
  discrepancyEvent(discrepancy),
];

/**
 * The example of an event, as consumers receive its detail.
 * @throws when the story does not tell such an event
 */
export function exampleOf(detailType: DetailType): DomainEvent {
  const example = told.find((event) => event.detailType === detailType);
  if (example === undefined) throw new Error(`No example of ${detailType}`);
  return example;
}

export const detailTypes = Object.keys(eventCatalogue).filter((name): name is DetailType => name in eventCatalogue);
