import { type DomainEvent, orderEvent } from '../events/event.ts';
import type { Reservation } from './reservation.ts';

/** The event that the insert of a reservation tells; what it is made of never changes. A tombstone tells none. */
export function reservationEvent(reservation: Reservation): DomainEvent | undefined {
  if (!('version' in reservation)) return undefined;
  const { orderId, version, decidedAt, correlationId, causationId } = reservation;
  const context = { orderId, version, occurredAt: decidedAt, correlationId, causationId };
  if (reservation.status === 'Rejected') {
    const shortages = [...reservation.shortages];
    return orderEvent({ detailType: 'OrderStockRejected', data: { orderId, shortages } }, context);
  }
  const lines = [...reservation.lines];
  return orderEvent({ detailType: 'OrderStockConfirmed', data: { orderId, lines } }, context);
}
