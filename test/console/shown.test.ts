import { describe, expect, test } from 'vitest';
import type { Movement, Order } from '../../console/api/schemas.ts';
import { formatCountdown, formatDuration } from '../../console/format/duration.ts';
import { ordersPerSecond } from '../../console/now/rate.ts';
import { readFilters } from '../../console/orders/filters.ts';
import { stepsOf } from '../../console/orders/timeline-steps.ts';
import { stockCurve } from '../../console/stock/curve.ts';
import { readSelection, type Selection, select } from '../../console/stock/selection.ts';

test.each([
  [-3, '0 ms'],
  [340, '340 ms'],
  [2_140, '2.1 s'],
  [250_000, '4 min 10 s'],
])('%d milliseconds are told as %s', (milliseconds, told) => {
  expect(formatDuration(milliseconds)).toBe(told);
});

test.each([
  [0, '0 s'],
  [59.9, '59 s'],
  [3_600, '1 h 0 min'],
  [90_061, '1 d 1 h'],
])('%d seconds are counted down as %s', (seconds, told) => {
  expect(formatCountdown(seconds)).toBe(told);
});

describe('the stock page', () => {
  const item = (sku: string, name: string, available: number, amount: number) => ({
    sku,
    name,
    available,
    price: { amount, currency: 'USD' },
    restockThreshold: 5,
  });
  const items = [item('b', 'Anchor', 9, 100), item('a', 'Buoy', 0, 300), item('c', 'anchor chain', 4, 200)];
  const usual: Selection = { search: '', sorting: 'name', isLowOnly: false };
  const skus = (selection: Partial<Selection>) => select(items, { ...usual, ...selection }).map(({ sku }) => sku);

  test.each<[string, Partial<Selection>, string]>([
    ['by name', {}, 'b c a'],
    ['by SKU', { sorting: 'sku' }, 'a b c'],
    ['the least available first', { sorting: 'available' }, 'a c b'],
    ['the highest price first', { sorting: 'price' }, 'a c b'],
    ['only what is low', { isLowOnly: true }, 'c a'],
    ['what has all words, whatever their case', { search: 'CHAIN anch' }, 'c'],
  ])('shows items %s', (_, selection, expected) => {
    expect(skus(selection).join(' ')).toBe(expected);
  });

  test('takes no sorting from an address that it does not know', () => {
    expect(readSelection(new URLSearchParams('sort=constructor&low=yes&search=x'))).toEqual({
      search: 'x',
      sorting: 'name',
      isLowOnly: true,
    });
  });
});

test('the curve of an item ends at its counters, and begins where its movements do', () => {
  const movement = (at: string, available: number, reserved: number, sold: number): Movement => ({
    movementId: at,
    at,
    cause: 'adjusted',
    available,
    reserved,
    sold,
  });
  const movements = [
    movement('1970-01-01T00:00:30.000Z', 0, -2, 2),
    movement('1970-01-01T00:00:20.000Z', -2, 2, 0),
    movement('1970-01-01T00:00:10.000Z', 10, 0, 0),
  ];
  const stock = { sku: 'a', available: 8, reserved: 0, sold: 2, onHand: 8 };
  expect(stockCurve(stock, movements, 40_000)).toEqual([
    { atSeconds: 10, available: 10, reserved: 0, sold: 0 },
    { atSeconds: 20, available: 8, reserved: 2, sold: 0 },
    { atSeconds: 30, available: 8, reserved: 0, sold: 2 },
    { atSeconds: 40, available: 8, reserved: 0, sold: 2 },
  ]);
});

test('filters that the API does not know are not sent', () => {
  expect(readFilters(new URLSearchParams('status=Paid&reason=bored&sku=&buyerId=ada'))).toEqual({
    status: 'Paid',
    buyerId: 'ada',
  });
});

test('the rate of orders is that of the minute that runs and the one before', () => {
  const quiet = { paid: 0, shipped: 0, cancelled: {}, stockRejections: 0, compensations: 0, expiries: 0, conflicts: 0 };
  const minutes = [
    { minute: '2026-01-01T10:01:00Z', placed: 30, ...quiet },
    { minute: '2026-01-01T10:00:00Z', placed: 60, ...quiet },
    { minute: '2026-01-01T09:59:00Z', placed: 999, ...quiet },
  ];
  expect(ordersPerSecond({ at: '2026-01-01T10:01:30.000Z', minutes })).toBe(1);
});

test("a buyer's timeline tells the history, with who did it and how long it took", () => {
  const money = { amount: 1, currency: 'USD' };
  const order: Order = {
    orderId: 'o',
    buyerId: 'ada',
    status: 'Cancelled',
    reason: 'cancelled_by_staff',
    lines: [],
    total: money,
    payment: { status: 'none', attempts: 0 },
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:02.000Z',
    history: [
      { at: '2026-01-01T00:00:00.000Z', status: 'AwaitingValidation' },
      { at: '2026-01-01T00:00:00.500Z', status: 'StockConfirmed' },
      { at: '2026-01-01T00:00:02.000Z', status: 'Cancelled', reason: 'cancelled_by_staff' },
    ],
  };
  expect(stepsOf(order, undefined).map(({ what, who, afterMilliseconds }) => [what, who, afterMilliseconds])).toEqual([
    ['AwaitingValidation', 'buyer ada', undefined],
    ['StockConfirmed', 'ordering', 500],
    ['Cancelled', 'staff', 1_500],
  ]);
});
