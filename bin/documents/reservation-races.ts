import {
  closeOutcome,
  commitOutcome,
  type HeldReservation,
  heldReservation,
  isExpired,
  pinOutcome,
  type Reservation,
  rejectedReservation,
} from '../../domain/inventory/reservation.ts';
import { attemptNumber } from '../../domain/payment/payment.ts';
import { addSeconds, type Instant } from '../../domain/time.ts';
import { code, table } from './markdown.ts';

const decidedAt: Instant = '2026-01-15T09:30:00.000Z';
const deadline = addSeconds(decidedAt, 900);
const request = {
  orderId: 'order',
  lines: [{ sku: 'sku', name: 'name', quantity: 1, unitPrice: { amount: 1, currency: 'USD' } }],
  eventVersion: 1,
  eventId: 'order.1',
  correlationId: 'correlation',
  decidedAt,
};

const held = heldReservation(request, deadline);
const pinned: HeldReservation = { ...held, pin: attemptNumber };
const wish = { requestedAt: decidedAt, by: 'buyer' } as const;

/** Every way in which a reservation can be found. */
const situations: readonly (readonly [string, Reservation | undefined])[] = [
  ['none yet', undefined],
  ['tombstone', { orderId: 'order', status: 'Released', lines: [] }],
  ['`Rejected`', rejectedReservation(request, [])],
  ['`Held`', held],
  ['`Held`, pinned', pinned],
  ['`Held`, pinned, wish', { ...pinned, wish }],
  ['`Held`, pinned, closed', { ...pinned, closing: { cause: 'payment_failed', at: decidedAt } }],
  ['`Held`, not pinned, closed', { ...held, closing: { cause: 'expired', at: deadline } }],
  ['`Committed`', { ...pinned, status: 'Committed' }],
  ['`Released`', { ...held, status: 'Released' }],
  ['`Expired`', { ...held, status: 'Expired' }],
];

function expires(reservation: Reservation | undefined): string {
  return reservation?.status === 'Held' && isExpired(reservation, deadline) ? code('expired') : code('not_expired');
}

/** What each command finds out from a reservation: whoever writes first decides, and the others are told this. */
export function reservationRaces(): string {
  const rows = situations.map(([name, reservation]) => [
    name,
    code(pinOutcome(reservation, attemptNumber, decidedAt)),
    code(pinOutcome(reservation, attemptNumber, deadline)),
    code(commitOutcome(reservation, attemptNumber)),
    code(closeOutcome(reservation)),
    expires(reservation),
  ]);
  return table(['found', 'pin before the deadline', 'pin after it', 'commit', 'close', 'expire after it'], rows);
}
