import { describe, expect, test } from 'vitest';
import type { Reservation } from '../../../domain/inventory/reservation.ts';
import { cancelOrder } from '../../../domain/ordering/cancel.ts';
import type { Order } from '../../../domain/ordering/order.ts';
import { recordPayment } from '../../../domain/ordering/pay.ts';
import type { LookUpOutcome } from '../../../domain/payment/provider.ts';
import { compareMoney, compareUnits } from '../../../domain/reconciliation/order-books.ts';
import {
  after,
  at,
  awaiting,
  cancelled,
  captured,
  committed,
  confirmed,
  declined,
  held,
  paid,
  pinned,
  rejected,
  shipped,
  submitted,
  wish,
} from '../ordering.ts';

const tombstone: Reservation = { orderId: 'order', status: 'Released', lines: [] };
const released: Reservation = { ...held, status: 'Released' };
const expired: Reservation = { ...held, status: 'Expired' };
const reservations = {
  none: undefined,
  tombstone,
  Held: held,
  Rejected: rejected,
  Committed: committed,
  Released: released,
  Expired: expired,
};
type Name = keyof typeof reservations;

const command = { wish, available: new Map<string, number>() };
const cancelledHeld = after(cancelOrder(confirmed, held, command, { at }));
const cancelledPaid = after(cancelOrder(captured, committed, command, { at }));
const refunded = after(recordPayment(cancelledPaid, 'refunded', { at }));

describe('an order and its reservation', () => {
  const table: readonly (readonly [string, Order, readonly Name[]])[] = [
    ['Submitted', submitted, ['none']],
    ['AwaitingValidation', awaiting, ['none', 'Held', 'Rejected']],
    ['StockConfirmed', confirmed, ['Held']],
    ['Paid', paid, ['Committed']],
    ['Shipped', shipped, ['Committed']],
    ['Cancelled before it reserved', cancelled, ['none', 'tombstone']],
    ['Cancelled while its units were held', cancelledHeld, ['Released']],
    ['Cancelled after it was paid', cancelledPaid, ['Committed']],
  ];

  test.each(table)('%s', (_name, order, fitting) => {
    for (const [name, reservation] of Object.entries(reservations)) {
      const found = compareUnits(order, reservation);
      if (fitting.some((fits) => fits === name)) expect(found).toBeUndefined();
      else
        expect(found).toMatchObject({
          kind: 'orders',
          sku: 'mug',
          orderId: 'order',
          expected: fitting.join(' or '),
          found: name,
        });
    }
  });

  test('hold the same units', () => {
    const holding = (lines: typeof held.lines): Reservation => ({ ...held, status: 'Committed', lines });
    const fewer = holding([{ sku: 'mug', quantity: 1 }]);
    expect(compareUnits(paid, fewer)).toMatchObject({ expected: '2 of mug', found: '1 of mug' });
    const other = holding([...held.lines, { sku: 'jar', quantity: 1 }]);
    expect(compareUnits(paid, other)).toMatchObject({ expected: '0 of jar', found: '1 of jar' });
  });
});

describe('an order and the provider', () => {
  const outcomes = ['not_found', 'authorized', 'declined', 'captured', 'voided', 'refunded'] as const;
  const table: readonly (readonly [string, Order, LookUpOutcome])[] = [
    ['captured', captured, 'captured'],
    ['captured and shipped', shipped, 'captured'],
    ['refunded', refunded, 'refunded'],
    ['without any payment', cancelledHeld, 'not_found'],
  ];

  test.each(table)('%s', (_name, order, fitting) => {
    for (const known of outcomes) {
      const found = compareMoney(order, known);
      if (known === fitting) expect(found).toBeUndefined();
      else expect(found).toMatchObject({ kind: 'money', expected: fitting, found: known, revision: order.revision });
    }
  });

  test.each([
    ['that is being paid', confirmed],
    ['whose decline is recorded, and whose units are still held', declined],
    ['whose capture is still open', paid],
    ['whose refund is still open', cancelledPaid],
  ])('are not compared for an order %s', (_name, order) => {
    for (const known of outcomes) expect(compareMoney(order, known)).toBeUndefined();
  });

  test('are not compared when the provider does not answer', () => {
    expect(compareMoney(captured, 'unknown')).toBeUndefined();
    expect(compareUnits(confirmed, pinned)).toBeUndefined();
  });
});
