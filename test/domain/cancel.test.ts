import { describe, expect, test } from 'vitest';
import type { Reservation } from '../../domain/inventory/reservation.ts';
import { cancelOrder, cancelUncaptured, expireOrder, releaseClosed } from '../../domain/ordering/cancel.ts';
import type { Order } from '../../domain/ordering/order.ts';
import * as given from './ordering.ts';

const { at } = given;

type Row = {
  readonly when: string;
  readonly order: Order;
  readonly reservation?: Reservation;
  readonly outcome: string;
  /** What is written, in short: the status, the reservation's change, the stock's effect, and the events. */
  readonly writes?: readonly [status: string, reservation: string, stock: string, events: string];
};

const cancelledEvent = 'OrderStatusChangedToCancelled';
const released = `${cancelledEvent}@3 OrderStockReleased@4`;

const rows: Row[] = [
  {
    when: 'Submitted',
    order: given.submitted,
    outcome: 'cancelled',
    writes: ['Cancelled', '', '', `${cancelledEvent}@2`],
  },
  {
    when: 'AwaitingValidation with nothing decided',
    order: given.awaiting,
    outcome: 'cancelled',
    writes: ['Cancelled', 'tombstone', '', `${cancelledEvent}@2`],
  },
  {
    when: 'AwaitingValidation with units held',
    order: given.awaiting,
    reservation: given.held,
    outcome: 'cancelled',
    writes: ['Cancelled', 'release', 'release', released],
  },
  {
    when: 'AwaitingValidation and rejected already',
    order: given.awaiting,
    reservation: given.rejected,
    outcome: 'already_ending',
  },
  {
    when: 'StockConfirmed with no payment in flight',
    order: given.confirmed,
    reservation: given.held,
    outcome: 'cancelled',
    writes: ['Cancelled', 'release', 'release', `${cancelledEvent}@4 OrderStockReleased@5`],
  },
  {
    when: 'StockConfirmed with a payment in flight',
    order: given.confirmed,
    reservation: given.pinned,
    outcome: 'requested',
    writes: ['StockConfirmed', 'wish', '', ''],
  },
  {
    when: 'StockConfirmed with the wish recorded',
    order: given.confirmed,
    reservation: given.wished,
    outcome: 'already_requested',
  },
  {
    when: 'StockConfirmed and closing',
    order: given.confirmed,
    reservation: given.closed,
    outcome: 'already_ending',
  },
  {
    when: 'StockConfirmed and declined',
    order: given.declined,
    reservation: given.pinned,
    outcome: 'already_ending',
  },
  {
    when: 'StockConfirmed as it was read, committed meanwhile',
    order: given.confirmed,
    reservation: given.committed,
    outcome: 'stale',
  },
  {
    when: 'Paid',
    order: given.paid,
    reservation: given.committed,
    outcome: 'cancelled_paid',
    writes: ['Cancelled', '', 'return', `${cancelledEvent}@5 OrderStockReleased@6`],
  },
  {
    when: 'Paid and captured',
    order: given.captured,
    reservation: given.committed,
    outcome: 'cancelled_paid',
    writes: ['Cancelled', '', 'return', `${cancelledEvent}@6 OrderStockReleased@7`],
  },
  { when: 'Shipped', order: given.shipped, reservation: given.committed, outcome: 'already_shipped' },
  { when: 'Cancelled', order: given.cancelled, outcome: 'already_cancelled' },
];

describe('a wish to cancel', () => {
  test.each(rows)('$when: $outcome', ({ order, reservation, outcome, writes }) => {
    const decision = cancelOrder(order, reservation, { wish: given.wish, available: new Map() }, { at });
    expect(decision.outcome).toBe(outcome);
    const { change } = decision;
    const written = change && [
      change.after.status,
      change.reservation?.kind ?? '',
      [...new Set(change.stock.map(({ effect }) => effect))].join(),
      change.events.map(({ detailType, detail }) => `${detailType}@${detail.metadata.version}`).join(' '),
    ];
    expect(written).toEqual(writes);
  });

  test('takes its reason from who asks', () => {
    const cancel = (by: 'buyer' | 'staff') =>
      given.after(
        cancelOrder(given.awaiting, undefined, { wish: { ...given.wish, by }, available: new Map() }, { at }),
      );
    expect([cancel('buyer'), cancel('staff')]).toMatchObject([
      { reason: 'cancelled_by_buyer' },
      { reason: 'cancelled_by_staff' },
    ]);
  });

  test('counts an execution for a paid order, since its money is still to be undone', () => {
    const decision = cancelOrder(given.paid, given.committed, { wish: given.wish, available: new Map() }, { at });
    expect(given.after(decision)).toMatchObject({ saga: { recoveries: 1, startedAt: at } });
  });

  test('writes the units of a paid order off when they are not to be restocked', () => {
    const command = { wish: { ...given.wish, by: 'staff', restock: false }, available: new Map([['mug', 7]]) } as const;
    const { change } = cancelOrder(given.captured, given.committed, command, { at });
    expect(change?.stock).toEqual([{ sku: 'mug', effect: 'write_off', quantity: 2 }]);
    expect(change?.events.map(({ detail }) => detail.data).slice(1)).toEqual([
      { adjustmentId: 'order.mug', sku: 'mug', delta: -2, reason: 'damaged', available: 7, orderId: 'order' },
    ]);
  });
});

describe('an order that ends by itself', () => {
  const late = given.deadline;

  test.each([
    ['held past its deadline', given.confirmed, given.held, late, 'expired'],
    ['held past its deadline before the order followed', given.awaiting, given.held, late, 'expired'],
    ['held within its deadline', given.confirmed, given.held, at, 'not_expired'],
    ['pinned past its deadline', given.confirmed, given.pinned, late, 'not_expired'],
    ['closing past its deadline', given.confirmed, given.closed, late, 'not_expired'],
    ['committed', given.paid, given.committed, late, 'not_expired'],
  ])('%s', (_, order, reservation, time, outcome) => {
    expect(expireOrder(order, reservation, { at: time }).outcome).toBe(outcome);
  });

  test.each([
    ['closed, with its money undone', given.voided, given.closed, 'released'],
    ['closed, declined', given.declined, given.closed, 'released'],
    ['closed, with money that may still be held', given.confirmed, given.closed, 'payment_unsettled'],
    ['not closed', given.voided, given.pinned, 'not_closed'],
    ['paid', given.paid, given.committed, 'committed'],
    ['cancelled', given.cancelled, undefined, 'already_released'],
  ])('%s', (_, order, reservation, outcome) => {
    expect(releaseClosed(order, reservation, { at }).outcome).toBe(outcome);
  });

  test('keeps the reason that was recorded first', () => {
    const closing = (cause: 'payment_failed' | 'expired', wish?: typeof given.wish): Reservation => ({
      ...given.held,
      pin: 1,
      closing: { cause, at },
      ...(wish === undefined ? {} : { wish }),
    });
    const reasonOf = (reservation: Reservation) => given.after(releaseClosed(given.declined, reservation, { at }));
    expect(reasonOf(closing('payment_failed'))).toMatchObject({ reason: 'payment_failed' });
    expect(reasonOf(closing('payment_failed', given.wish))).toMatchObject({ reason: 'cancelled_by_buyer' });
    expect(reasonOf(closing('expired'))).toMatchObject({ reason: 'expired', reservation: { status: 'Expired' } });
  });

  test.each([
    ['authorised', given.paid, 'cancelled'],
    ['captured', given.captured, 'captured'],
    ['shipped', given.shipped, 'captured'],
    ['cancelled', given.cancelled, 'already_cancelled'],
  ])('its capture refused, %s', (_, order, outcome) => {
    const committed: Reservation = { ...given.held, pin: 1, status: 'Committed' };
    expect(cancelUncaptured(order, committed, { at }).outcome).toBe(outcome);
  });

  test.each([undefined, given.held])('its capture refused, and its reservation read before it was paid: %#', (old) => {
    expect(cancelUncaptured(given.paid, old, { at }).outcome).toBe('stale');
  });
});
