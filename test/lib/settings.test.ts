import { describe, expect, test } from 'vitest';
import { settingBounds } from '../../lib/setting-bounds.ts';
import { readSettings, SettingError } from '../../lib/settings.ts';

function read(context: Readonly<Record<string, unknown>>) {
  return readSettings((name) => context[name]);
}

test('every setting has a default', () => {
  expect(read({})).toEqual({
    target: 'aws',
    orchestration: 'standard',
    reservationTtlSeconds: 900,
    sweepSeconds: 60,
    reconcileSeconds: 900,
    gracePeriodSeconds: 0,
    sagaTimeoutSeconds: 240,
    reserveStockConcurrency: 10,
    reserveStockBatchSize: 10,
    reserveStockWindowSeconds: 0,
    consumerConcurrency: 10,
    projectionWindowSeconds: 2,
    relayConcurrency: 10,
    requestsPerSecond: 1000,
    requestBurst: 2000,
    ordersPerSecond: 1000,
    orderBurst: 2000,
    corsOrigins: [],
    maxOpenOrdersPerBuyer: 1000,
    maxUnitsPerOrder: 0,
    logRetentionDays: 30,
    retainData: true,
    alarmEmail: undefined,
  });
});

describe('a setting within its bounds is taken', () => {
  test.each([
    ['reservationTtlSeconds', '1', 1],
    ['reservationTtlSeconds', 604_800, 604_800],
    ['sweepSeconds', '120', 120],
    ['gracePeriodSeconds', 900, 900],
    ['sagaTimeoutSeconds', 5, 5],
    ['sagaTimeoutSeconds', '86400', 86_400],
    ['reserveStockConcurrency', 2, 2],
    ['retainData', 'false', false],
    ['retainData', true, true],
    ['target', 'local', 'local'],
    ['orchestration', 'express', 'express'],
    ['alarmEmail', 'oncall@example.com', 'oncall@example.com'],
  ] as const)('%s = %o', (name, value, expected) => {
    expect(read({ [name]: value })[name]).toBe(expected);
  });
});

describe('a setting out of its bounds is refused, by name', () => {
  test.each([
    ['reservationTtlSeconds', 0],
    ['reservationTtlSeconds', 604_801],
    ['reservationTtlSeconds', '15m'],
    ['reservationTtlSeconds', '1e3'],
    ['reservationTtlSeconds', ''],
    ['reservationTtlSeconds', null],
    ['sweepSeconds', 0],
    ['sweepSeconds', 30],
    ['sweepSeconds', 90],
    ['reconcileSeconds', 1],
    ['reconcileSeconds', 86_460],
    ['gracePeriodSeconds', -1],
    ['gracePeriodSeconds', 901],
    ['gracePeriodSeconds', 1.5],
    ['sagaTimeoutSeconds', 4],
    ['sagaTimeoutSeconds', 86_401],
    ['reserveStockConcurrency', 1],
    ['reserveStockBatchSize', 501],
    ['reserveStockBatchSize', 11],
    ['reserveStockWindowSeconds', 21],
    ['relayConcurrency', 11],
    ['logRetentionDays', 31],
    ['retainData', 'yes'],
    ['corsOrigins', 'shop.example'],
    ['corsOrigins', 'https://shop.example/'],
    ['corsOrigins', 'https://shop.example,ftp://shop.example'],
    ['ordersPerSecond', 0],
    ['maxOpenOrdersPerBuyer', 4001],
    ['target', 'azure'],
    ['orchestration', 'EXPRESS'],
    ['alarmEmail', 'oncall'],
  ])('%s = %o', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(SettingError);
    expect(() => read({ [name]: value })).toThrow(new RegExp(`^${name} is `));
  });
});

test('a large batch needs time to fill', () => {
  const { reserveStockBatchSize } = read({ reserveStockBatchSize: 11, reserveStockWindowSeconds: 1 });
  expect(reserveStockBatchSize).toBe(11);
});

test('a refusal names the bounds and their reason', () => {
  expect(() => read({ gracePeriodSeconds: 901 })).toThrow(
    'gracePeriodSeconds is 901; it must be a whole number from 0 to 900: a queue delays a message for at most 15 minutes.',
  );
});

test('on Express the time limit of a saga leaves a minute of the five to undo what it did, and the refusal says why', () => {
  expect(read({ orchestration: 'express' }).sagaTimeoutSeconds).toBe(240);
  expect(() => read({ orchestration: 'express', sagaTimeoutSeconds: 241 })).toThrow(
    /^sagaTimeoutSeconds is 241; .* from 5 to 240: with orchestration express an execution ends after five minutes/,
  );
  expect(read({ orchestration: 'standard', sagaTimeoutSeconds: 241 }).sagaTimeoutSeconds).toBe(241);
});

test('a local run may sweep and reconcile every few seconds, and never less than once a second', () => {
  expect(read({ target: 'local', sweepSeconds: 1 }).sweepSeconds).toBe(1);
  expect(read({ target: 'local', reconcileSeconds: 1 }).reconcileSeconds).toBe(1);
  expect(read({ target: 'local', sweepSeconds: 90 }).sweepSeconds).toBe(90);
  expect(() => read({ target: 'local', sweepSeconds: 0 })).toThrow(SettingError);
});

test('every default is within its own bounds', () => {
  for (const { preset, minimum, maximum } of Object.values(settingBounds)) {
    expect(preset).toBeGreaterThanOrEqual(minimum);
    expect(preset).toBeLessThanOrEqual(maximum);
  }
});
