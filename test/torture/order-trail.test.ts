import { describe, expect, test } from 'vitest';
import type { OrderView } from '../support/schemas.ts';
import { OrderTrail } from './order-trail.ts';

const placed: OrderView = {
  orderId: 'order',
  buyerId: 'buyer',
  status: 'AwaitingValidation',
  lines: [],
  total: { amount: 1, currency: 'USD' },
  payment: { status: 'none', attempts: 0 },
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  history: [{ at: '2026-01-01T00:00:00.000Z', status: 'AwaitingValidation' }],
};
const paid: OrderView = {
  ...placed,
  status: 'Paid',
  payment: { status: 'captured', attempts: 1 },
  history: [...placed.history, { at: '2026-01-01T00:00:01.000Z', status: 'Paid' }],
};
const cancellation = { requestedAt: '2026-01-01T00:00:01.000Z', by: 'buyer' } as const;

function trailOf(...orders: readonly OrderView[]): OrderTrail {
  const trail = new OrderTrail();
  for (const [index, order] of orders.entries()) trail.see(order, 2 * index, 2 * index + 1);
  return trail;
}

describe('what was answered about an order', () => {
  test('is added to by later answers', () => {
    expect(trailOf(placed).see(paid, 2, 3)).toEqual([]);
  });

  test('is not taken back', () => {
    expect(trailOf(placed, paid).see(placed, 4, 5)).toEqual([
      expect.stringContaining('history'),
      'order: its payment was captured, then none',
    ]);
  });

  test('may be older than an answer that came while it was on its way', () => {
    expect(trailOf(paid).see(placed, 1, 2)).toEqual([]);
  });

  test.for<[string, Partial<OrderView>, Partial<OrderView>]>([
    ['another reason', { reason: 'expired' }, { reason: 'payment_failed' }],
    ['no wish any more', { cancellation }, { cancellation: undefined }],
    ['another total', {}, { total: { amount: 2, currency: 'USD' } }],
    [
      'money back that was voided',
      { payment: { status: 'voided', attempts: 1 } },
      { payment: { status: 'captured', attempts: 1 } },
    ],
  ])('does not become %s', ([, before, after]) => {
    expect(trailOf({ ...placed, ...before }).see({ ...placed, ...after }, 2, 3)).toHaveLength(1);
  });
});
