import { expect, test } from 'vitest';
import { liveLine } from '../../bin/local/live-line.ts';
import { readableLine } from '../../bin/local/log-line.ts';

const functionName = 'Holdfast-FunctionsReserveStockC68AE371';

test('a structured line is shown as people read it', () => {
  const line = {
    timestamp: '2026-01-01T10:20:30.456Z',
    level: 'INFO',
    message: 'stock decided',
    orderId: 'a',
    conflicts: 0,
    counter: { available: 7 },
  };
  expect(readableLine(functionName, JSON.stringify(line))).toBe(
    '10:20:30.456 INFO  reserve-stock          stock decided orderId=a conflicts=0 counter={"available":7}',
  );
});

test('a failure is shown with its stack, and what is no structured line as it is', () => {
  const error = { name: 'Error', message: 'broken', stack: 'Error: broken\n    at here' };
  const failure = JSON.stringify({ timestamp: '2026-01-01T10:20:30.456Z', level: 'ERROR', message: 'failed', error });
  expect(readableLine(functionName, failure)).toMatch(/ERROR reserve-stock +failed \n {2}Error: broken\n {4}at here$/);
  expect(readableLine(functionName, 'hello')).toBe('reserve-stock          hello');
  expect(readableLine(functionName, '17')).toBe('reserve-stock          17');
});

test('a metric is shown by its value', () => {
  const line = { _aws: { Timestamp: 1_767_262_830_456 }, stack: 'Holdfast', Orders: 1 };
  expect(readableLine(functionName, JSON.stringify(line))).toBe(
    '10:20:30.456 METRIC reserve-stock          {"stack":"Holdfast","Orders":1}',
  );
});

test('the figures are one line', () => {
  const lastHour = { placed: 9, paid: 6, cancelled: { expired: 1, payment_failed: 1 }, compensations: 1, conflicts: 0 };
  const figures = { inFlight: { orders: 1, oldestSeconds: 3 }, deadLetters: 0, discrepancies: 0, lastHour };
  expect(liveLine(figures)).toBe(
    'in flight 1 (oldest 3 s)  placed 9  paid 6  cancelled 2  undone 1  conflicts 0  dead letters 0  discrepancies 0',
  );
  const latency = { p50: 100, p99: 500 };
  expect(liveLine({ ...figures, lastHour: { ...lastHour, reservationLatencyMilliseconds: latency } })).toContain(
    'reserved within 100 ms (p99 500 ms)',
  );
});
