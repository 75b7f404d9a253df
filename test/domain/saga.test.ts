import { describe, expect, test } from 'vitest';
import { cancelOrder } from '../../domain/ordering/cancel.ts';
import type { Order } from '../../domain/ordering/order.ts';
import { inFlightSince, isStuck, startRecovery } from '../../domain/ordering/saga.ts';
import { addSeconds } from '../../domain/time.ts';
import {
  after,
  awaiting,
  cancelled,
  captured,
  committed,
  confirmed,
  paid,
  shipped,
  submitted,
  wish,
} from './ordering.ts';

const settings = { sagaTimeoutSeconds: 240, sweepSeconds: 60, gracePeriodSeconds: 30 };
const since = (order: Order) => order.history.at(-1)?.at ?? '';

describe('an order is stuck', () => {
  test.each([
    ['awaiting validation', awaiting, 360],
    ['with its stock confirmed', confirmed, 360],
    ['paid, and not captured', paid, 360],
    ['submitted', submitted, 390],
  ] as const)('%s, once it has been so for longer than it may', (_what, order, limit) => {
    expect(isStuck(order, addSeconds(since(order), limit), settings)).toBe(false);
    expect(isStuck(order, addSeconds(since(order), limit + 0.001), settings)).toBe(true);
  });

  test.each([
    ['captured', captured],
    ['shipped', shipped],
    ['cancelled without money', cancelled],
  ] as const)('never when it is %s', (_what, order) => {
    expect(isStuck(order, addSeconds(since(order), 1e6), settings)).toBe(false);
  });

  test('whatever recoveries were started for it: they change no status', () => {
    const late = addSeconds(since(paid), 361);
    const recovering = after(startRecovery(paid, { at: late }));
    expect(isStuck(recovering, late, settings)).toBe(true);
  });
});

test('an order that was settled, and is cancelled long after, is in flight since then', () => {
  const at = addSeconds(captured.createdAt, 30 * 24 * 60 * 60);
  const reopened = after(cancelOrder(captured, committed, { wish, available: new Map() }, { at }));
  expect(reopened.payment.status).toBe('captured');
  expect(inFlightSince(reopened)).toBe(at);
  expect(inFlightSince(captured)).toBe(captured.createdAt);
});
