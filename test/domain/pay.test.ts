import { describe, expect, test } from 'vitest';
import { closeOutcome, pinOutcome, type Reservation } from '../../domain/inventory/reservation.ts';
import { followReservation, shipOrder } from '../../domain/ordering/advance.ts';
import { commitOrder, recordPayment, settlementOf } from '../../domain/ordering/pay.ts';
import { sagaExecution, startRecovery, sweepAction } from '../../domain/ordering/saga.ts';
import { firstAnswer, orderView } from '../../domain/ordering/view.ts';
import { paymentMoves, paymentStatuses } from '../../domain/payment/payment.ts';
import { addSeconds } from '../../domain/time.ts';
import * as given from './ordering.ts';

const { at, deadline } = given;
const tombstone: Reservation = { orderId: 'order', status: 'Released', lines: [] };

describe('the payment attempt', () => {
  test.each([
    ['held before the deadline', given.held, at, 'pinned'],
    ['held at the deadline', given.held, deadline, 'expired'],
    ['pinned by this attempt, after the deadline', given.pinned, deadline, 'pinned'],
    ['pinned by another', { ...given.held, pin: 2 }, at, 'pinned_by_another'],
    ['wished', given.wished, at, 'cancel_requested'],
    ['closed', given.closed, at, 'closed'],
    ['committed', given.committed, at, 'committed'],
    ['a tombstone', tombstone, at, 'released'],
    ['rejected', given.rejected, at, 'not_held'],
    ['absent', undefined, at, 'not_held'],
  ])('pins a reservation that is %s: ', (_, reservation, time, outcome) => {
    expect(pinOutcome(reservation, 1, time)).toBe(outcome);
  });

  test.each([
    ['held', given.held, 'closed'],
    ['closed', given.closed, 'already_closed'],
    ['committed', given.committed, 'committed'],
    ['a tombstone', tombstone, 'released'],
    ['absent', undefined, 'not_held'],
  ])('closes a reservation that is %s', (_, reservation, outcome) => {
    expect(closeOutcome(reservation)).toBe(outcome);
  });

  test.each([
    ['pinned', given.confirmed, given.pinned, 'committed'],
    ['pinned by another', given.confirmed, { ...given.held, pin: 2 }, 'not_pinned'],
    ['not pinned', given.confirmed, given.held, 'not_pinned'],
    ['wished', given.confirmed, given.wished, 'cancel_requested'],
    ['closed', given.confirmed, given.closed, 'closed'],
    ['committed already', given.paid, given.committed, 'already_committed'],
    ['cancelled', given.cancelled, tombstone, 'cancelled'],
    ['read while it changed', given.confirmed, given.committed, 'stale'],
  ] as const)('commits an order that is %s', (_, order, reservation, outcome) => {
    expect(commitOrder(order, reservation, 1, { at }).outcome).toBe(outcome);
  });

  const moves = new Set([
    'none>authorized',
    'none>declined',
    'none>voided',
    'authorized>captured',
    'authorized>voided',
    'captured>refunded',
  ]);
  test.each(
    paymentStatuses.flatMap((from) =>
      paymentStatuses.map((to) => ({ from, to, expected: moves.has(`${from}>${to}`) })),
    ),
  )('moves from $from to $to: $expected', ({ from, to, expected }) => {
    expect(paymentMoves(from, to)).toBe(expected);
  });

  test('is recorded once, and tells it once', () => {
    const first = recordPayment(given.paid, 'captured', { at });
    expect(first.change?.events.map(({ detailType }) => detailType)).toEqual(['OrderPaymentSucceeded']);
    expect(recordPayment(given.captured, 'captured', { at })).toEqual({ outcome: 'already_recorded' });
    expect(recordPayment(given.captured, 'voided', { at })).toEqual({ outcome: 'superseded' });
  });

  test.each([
    ['closed and pinned', given.confirmed, given.closed, 'void'],
    ['closed, never pinned', given.confirmed, { ...given.closed, pin: undefined }, 'settled'],
    ['open', given.confirmed, given.pinned, 'not_closed'],
    ['declined', given.declined, given.closed, 'settled'],
    ['voided', given.voided, given.closed, 'settled'],
    ['paid', given.paid, given.committed, 'paid'],
    ['cancelled after it was paid', { ...given.cancelled, payment: given.paid.payment }, given.committed, 'void'],
    ['cancelled after capture', { ...given.cancelled, payment: given.captured.payment }, given.committed, 'refund'],
    ['cancelled before anything', given.cancelled, tombstone, 'settled'],
  ] as const)('is undone when %s: ', (_, order, reservation, outcome) => {
    expect(settlementOf(order, reservation)).toBe(outcome);
  });
});

describe('an order that follows', () => {
  test.each([
    ['a held reservation', given.awaiting, given.held, 'confirmed'],
    ['a rejected one', given.awaiting, given.rejected, 'rejected'],
    ['none', given.awaiting, undefined, 'not_reserved'],
    ['a repeat', given.confirmed, given.held, 'already_confirmed'],
    ['a late message', given.paid, given.committed, 'past'],
    ['a tombstone that it has not been cancelled for yet', given.awaiting, tombstone, 'stale'],
  ] as const)('%s', (_, order, reservation, outcome) => {
    expect(followReservation(order, reservation, { at }).outcome).toBe(outcome);
  });

  test.each([
    ['captured', given.captured, 'shipped'],
    ['shipped', given.shipped, 'already_shipped'],
    ['authorised', given.paid, 'payment_not_captured'],
    ['confirmed', given.confirmed, 'order_not_paid'],
    ['cancelled', given.cancelled, 'order_not_paid'],
  ])('ships when %s', (_, order, outcome) => {
    expect(shipOrder(order, { at }).outcome).toBe(outcome);
  });
});

describe('the sweep', () => {
  const settings = { sweepSeconds: 60, sagaTimeoutSeconds: 240, gracePeriodSeconds: 30 };
  test.each([
    ['submitted, in its grace period', given.submitted, undefined, 30, 'none'],
    ['submitted, long ago', given.submitted, undefined, 90, 'end_grace_period'],
    ['awaiting validation, a moment', given.awaiting, undefined, 59, 'none'],
    ['awaiting validation, undecided for a sweep', given.awaiting, undefined, 60, 'publish_status_again'],
    ['awaiting validation, decided a sweep ago', given.awaiting, given.rejected, 60, 'publish_reservation_again'],
    ['confirmed, not pinned for a sweep', given.confirmed, given.held, 70, 'start_execution_again'],
    ['confirmed, being paid', given.confirmed, given.pinned, 250, 'none'],
    ['confirmed, its execution dead', given.confirmed, given.pinned, 281, 'start_recovery'],
    ['confirmed, closing, its execution dead', given.confirmed, given.closed, 281, 'start_recovery'],
    ['held past its deadline', given.confirmed, given.held, 900, 'expire'],
    ['paid, uncaptured for too long', given.paid, given.committed, 281, 'start_recovery'],
    ['captured', given.captured, given.committed, 100_000, 'none'],
    ['cancelled', given.cancelled, undefined, 100_000, 'none'],
  ] as const)('%s', (_, order, reservation, seconds, action) => {
    expect(sweepAction(order, reservation, addSeconds('2026-01-01T00:00:00.000Z', seconds), settings)).toBe(action);
  });

  test('names the first execution by the order, and recoveries by their number', () => {
    const recovering = given.after(startRecovery(given.confirmed, { at: addSeconds(at, 300) }));
    expect(given.confirmed).toMatchObject({ saga: { recoveries: 0, startedAt: at } });
    expect(sagaExecution('order', { recoveries: 0, startedAt: at }, 240)).toEqual({
      name: 'order',
      input: { orderId: 'order', authorizeBy: Date.parse(at) + 240_000 },
    });
    expect(recovering).toMatchObject({ saga: { recoveries: 1 }, version: given.confirmed.version });
    expect(sagaExecution('order', { recoveries: 1, startedAt: at }, 240)).toEqual({
      name: 'order.1',
      input: { orderId: 'order', authorizeBy: 0 },
    });
    expect(startRecovery(given.captured, { at })).toEqual({ outcome: 'settled' });
  });
});

describe('the first answer', () => {
  test('stays the same, byte for byte, whatever becomes of the order', () => {
    const placed = JSON.stringify(orderView(given.awaiting));
    for (const order of [given.confirmed, given.paid, given.captured, given.shipped, given.cancelled]) {
      expect(JSON.stringify(firstAnswer(order))).toBe(placed);
    }
    expect(JSON.stringify(firstAnswer(given.submitted))).toBe(JSON.stringify(orderView(given.submitted)));
  });

  test('has the members that clients have stored', () => {
    expect(JSON.stringify(firstAnswer(given.shipped))).toBe(
      '{"orderId":"order","buyerId":"buyer","status":"AwaitingValidation",' +
        '"lines":[{"sku":"mug","name":"Mug","quantity":2,"unitPrice":{"amount":500,"currency":"USD"}}],' +
        '"total":{"amount":1000,"currency":"USD"},"payment":{"status":"none","attempts":0},' +
        '"createdAt":"2026-01-01T00:00:00.000Z","updatedAt":"2026-01-01T00:00:00.000Z",' +
        '"history":[{"at":"2026-01-01T00:00:00.000Z","status":"AwaitingValidation"}]}',
    );
  });
});
