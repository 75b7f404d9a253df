import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleOf } from '../../../bin/documents/event-examples.ts';
import { parseEvent, type ReceivedEvent } from '../../../domain/events/codec.ts';
import { countedEvents, figuresOf, minutesBefore, reservationLatency } from '../../../domain/figures/figures.ts';
import { latencyBounds, latencyBucket, percentile } from '../../../domain/figures/latency.ts';
import { summarize, together } from '../../../domain/figures/overview.ts';
import type { HistoryEntry } from '../../../domain/ordering/order.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString();
const asked: HistoryEntry = { at: at(0), status: 'AwaitingValidation' };
const confirmed: HistoryEntry = { at: at(0.4), status: 'StockConfirmed' };
const paid: HistoryEntry = { at: at(1), status: 'Paid' };
const refused: HistoryEntry = { at: at(3), status: 'Cancelled', reason: 'stock_rejected' };

function received(detailType: (typeof countedEvents)[number], version = 1): ReceivedEvent {
  const event = parseEvent(detailType, exampleOf(detailType).detail);
  return { ...event, metadata: { ...event.metadata, version } };
}

describe('how long reserving took', () => {
  test.each([
    [[asked, confirmed, paid], 400],
    [[asked, refused], 3_000],
    [[asked, { at: at(3), status: 'Cancelled', reason: 'cancelled_by_buyer' }], undefined],
    [[{ at: at(-60), status: 'Submitted' }, asked, confirmed], 400],
  ] as const)('%j: %s', (history, milliseconds) => {
    expect(reservationLatency({ history })).toBe(milliseconds);
  });

  test('is told once for an order that was paid and cancelled later', () => {
    const history = [asked, confirmed, paid];
    expect(figuresOf(received('OrderStatusChangedToPaid'), { history })).toEqual(['paid', 'reservation_500']);
    const cancelled = figuresOf(received('OrderStatusChangedToCancelled'), { history });
    expect(cancelled.filter((figure) => figure.startsWith('reservation_'))).toEqual([]);
  });
});

test('every event that is counted adds something', () => {
  for (const detailType of countedEvents) expect(figuresOf(received(detailType), undefined)).not.toEqual([]);
});

test.each(['OrderStatusChangedToSubmitted', 'OrderStatusChangedToAwaitingValidation'] as const)(
  'an order is placed with its first event, and once: %s',
  (detailType) => {
    expect(figuresOf(received(detailType), undefined)).toEqual(['placed']);
    expect(figuresOf(received(detailType, 2), undefined)).toEqual([]);
  },
);

test('the latest minutes are named, the current one first', () => {
  expect(minutesBefore('2026-01-01T00:01:30.000Z', 3)).toEqual([
    '2026-01-01T00:01',
    '2026-01-01T00:00',
    '2025-12-31T23:59',
  ]);
});

test('a percentile is the bound of the bucket in which the true one is', () => {
  const latencies = fc.array(fc.integer({ min: 0, max: 300_000 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(latencies, fc.constantFrom(0.5, 0.9, 0.99), (measured, share) => {
      const counts = Map.groupBy(measured, latencyBucket);
      const told = percentile(new Map([...counts].map(([bucket, all]) => [bucket, all.length])), share);
      const sorted = measured.toSorted((one, other) => one - other);
      const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
      expect(told).toBe(latencyBounds.find((bound) => exact <= bound));
    }),
  );
});

test('minutes are summed, and told in the terms of the field', () => {
  const minutes = [
    {
      minute: '2026-01-01T00:00',
      figures: new Map([
        ['placed', 3],
        ['paid', 1],
        ['reservation_100', 1],
      ] as const),
    },
    {
      minute: '2026-01-01T00:01',
      figures: new Map([
        ['placed', 1],
        ['cancelled_expired', 1],
        ['voided', 2],
        ['refunded', 1],
      ] as const),
    },
  ];
  expect(summarize(together(minutes))).toEqual({
    placed: 4,
    paid: 1,
    shipped: 0,
    cancelled: { expired: 1 },
    stockRejections: 0,
    compensations: 3,
    expiries: 0,
    conflicts: 0,
    reservationLatencyMilliseconds: { p50: 100, p99: 100 },
  });
});
