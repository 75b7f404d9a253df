import type { Settings } from './settings.ts';

export type NumberName = { [Name in keyof Settings]: Settings[Name] extends number ? Name : never }[keyof Settings];

export type Bounds = {
  readonly preset: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly multipleOf?: number;
  /** Completes the sentence "it must be so, because …". */
  readonly because: string;
};

/** The default and the bounds of every number among the settings, for a deployed stack. */
export const settingBounds: Readonly<Record<NumberName, Bounds>> = {
  reservationTtlSeconds: {
    preset: 900,
    minimum: 1,
    maximum: 604_800,
    because: 'units that are held for more than a week are lost to other buyers',
  },
  sweepSeconds: {
    preset: 60,
    minimum: 60,
    maximum: 86_400,
    multipleOf: 60,
    because: 'EventBridge Scheduler counts in whole minutes, and nothing may stay in flight for more than days',
  },
  reconcileSeconds: {
    preset: 900,
    minimum: 60,
    maximum: 86_400,
    multipleOf: 60,
    because: 'EventBridge Scheduler counts in whole minutes, and a difference must not stay unknown for days',
  },
  gracePeriodSeconds: {
    preset: 0,
    minimum: 0,
    maximum: 900,
    because: 'a queue delays a message for at most 15 minutes',
  },
  sagaTimeoutSeconds: {
    preset: 240,
    minimum: 5,
    maximum: 86_400,
    because: 'a payment needs some seconds at least, and units must not wait for one for more than a day',
  },
  reserveStockConcurrency: {
    preset: 10,
    minimum: 2,
    maximum: 1_000,
    because: 'an event source mapping bounds its concurrency to 2 at least and 1000 at most',
  },
  reserveStockBatchSize: {
    preset: 10,
    minimum: 1,
    maximum: 500,
    because: 'a batch has to be decided on within the five seconds of its function',
  },
  reserveStockWindowSeconds: {
    preset: 0,
    minimum: 0,
    maximum: 20,
    because: 'an order waits for as long before it is reserved',
  },
  consumerConcurrency: {
    preset: 10,
    minimum: 2,
    maximum: 1_000,
    because: 'an event source mapping bounds its concurrency to 2 at least and 1000 at most',
  },
  projectionWindowSeconds: {
    preset: 2,
    minimum: 0,
    maximum: 300,
    because: 'an event source mapping gathers a batch for at most five minutes',
  },
  relayConcurrency: {
    preset: 10,
    minimum: 1,
    maximum: 10,
    because: 'a stream is read by at most 10 batches of a shard at a time',
  },
  requestsPerSecond: {
    preset: 1_000,
    minimum: 1,
    maximum: 10_000,
    because: 'an account has 10000 requests a second by default',
  },
  requestBurst: {
    preset: 2_000,
    minimum: 1,
    maximum: 5_000,
    because: 'an account has a burst of 5000 requests by default',
  },
  ordersPerSecond: {
    preset: 1_000,
    minimum: 1,
    maximum: 10_000,
    because: 'an account has 10000 requests a second by default',
  },
  orderBurst: {
    preset: 2_000,
    minimum: 1,
    maximum: 5_000,
    because: 'an account has a burst of 5000 requests by default',
  },
  maxOpenOrdersPerBuyer: {
    preset: 1_000,
    minimum: 0,
    maximum: 4_000,
    because: 'they are counted in one page of an index, which holds some thousands',
  },
  maxUnitsPerOrder: {
    preset: 0,
    minimum: 0,
    maximum: 900_000,
    because: 'an order has at most 90 lines of 10000 units',
  },
  logRetentionDays: {
    preset: 30,
    minimum: 1,
    maximum: 3_653,
    because: 'CloudWatch Logs keeps nothing for longer than ten years but for ever',
  },
};

/** What an Express state machine makes of the bounds of `sagaTimeoutSeconds`. */
export const expressSagaBounds: Pick<Bounds, 'maximum' | 'because'> = {
  maximum: 240,
  because: 'with orchestration express an execution ends after five minutes, and must have undone by then what it did',
};

/** CloudWatch Logs keeps logs for one of these numbers of days, and refuses all others when it is deployed. */
export const retentionDays = new Set([
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
]);

/** An event source mapping of a queue takes more messages at once only if it may wait for them. */
export const largestBatchWithoutWindow = 10;
