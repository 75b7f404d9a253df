import {
  type Bounds,
  expressSagaBounds,
  largestBatchWithoutWindow,
  type NumberName,
  retentionDays,
  settingBounds,
} from './setting-bounds.ts';

/** The types of state machine that Step Functions has. */
export type Orchestration = 'standard' | 'express';

/** How a stack is sized and timed. Given as CDK context (`-c sweepSeconds=120`); what is left out has its default. */
export type Settings = {
  /** `local` allows what only a local run can do, such as a sweep every few seconds. */
  readonly target: 'aws' | 'local';
  /** The type of the saga's state machine. The saga is the same; price, limits and what is known of an execution differ. */
  readonly orchestration: Orchestration;
  /** How long units are held for an order that is not being paid. */
  readonly reservationTtlSeconds: number;
  /** How often expired, lost and unsettled work is looked for. */
  readonly sweepSeconds: number;
  /** How often the books are compared. */
  readonly reconcileSeconds: number;
  /** How long an order stays `Submitted` before it asks for stock. */
  readonly gracePeriodSeconds: number;
  /** How long a payment may be tried before the order is cancelled. */
  readonly sagaTimeoutSeconds: number;
  /** How many batches of orders are reserved at the same time. */
  readonly reserveStockConcurrency: number;
  /** How many orders one batch has at most; more than 10 only with a window. */
  readonly reserveStockBatchSize: number;
  /** How long a batch may wait to be filled. */
  readonly reserveStockWindowSeconds: number;
  /** How many batches each other consumer of events handles at the same time. */
  readonly consumerConcurrency: number;
  /** How long events are gathered for what only tells of orders: movements and figures. */
  readonly projectionWindowSeconds: number;
  /** How many batches of each shard of a table's stream are published at the same time. */
  readonly relayConcurrency: number;
  /** What the API takes before it answers 429: the steady rate, and the burst above it. */
  readonly requestsPerSecond: number;
  readonly requestBurst: number;
  /** The same for orders that are placed: the one route whose requests cost stock, money and a saga. */
  readonly ordersPerSecond: number;
  readonly orderBurst: number;
  /** The origins whose pages may call the API; none by default. */
  readonly corsOrigins: readonly string[];
  /** How many orders of one buyer may be in flight at once; 0 for any number. */
  readonly maxOpenOrdersPerBuyer: number;
  /** How many units one order may ask for, over all its lines; 0 for any number. */
  readonly maxUnitsPerOrder: number;
  readonly logRetentionDays: number;
  /** Whether tables and users are guarded against deletion, and outlive the stack. */
  readonly retainData: boolean;
  /** Who is told of alarms, besides those who subscribe to their topic. */
  readonly alarmEmail: string | undefined;
};

/** A setting that is out of its bounds. The message names the setting, its bounds and their reason. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

/**
 * Reads the settings from CDK context, where the command line gives text and `cdk.json` gives numbers.
 * @throws {SettingError}
 */
export function readSettings(context: (name: keyof Settings) => unknown): Settings {
  const target = readChoice('target', context('target'), ['aws', 'local']);
  const orchestration = readChoice('orchestration', context('orchestration'), ['standard', 'express']);
  const number = (name: NumberName) => readNumber(name, context(name), boundsFor({ target, orchestration }, name));
  const logRetentionDays = number('logRetentionDays');
  if (!retentionDays.has(logRetentionDays)) {
    throw new SettingError(
      `logRetentionDays is ${logRetentionDays}; CloudWatch Logs only knows ${[...retentionDays].join(', ')} days.`,
    );
  }
  return {
    target,
    orchestration,
    reservationTtlSeconds: number('reservationTtlSeconds'),
    sweepSeconds: number('sweepSeconds'),
    reconcileSeconds: number('reconcileSeconds'),
    gracePeriodSeconds: number('gracePeriodSeconds'),
    sagaTimeoutSeconds: number('sagaTimeoutSeconds'),
    reserveStockConcurrency: number('reserveStockConcurrency'),
    ...readBatching(number('reserveStockBatchSize'), number('reserveStockWindowSeconds')),
    consumerConcurrency: number('consumerConcurrency'),
    projectionWindowSeconds: number('projectionWindowSeconds'),
    relayConcurrency: number('relayConcurrency'),
    requestsPerSecond: number('requestsPerSecond'),
    requestBurst: number('requestBurst'),
    ordersPerSecond: number('ordersPerSecond'),
    orderBurst: number('orderBurst'),
    corsOrigins: readOrigins(context('corsOrigins')),
    maxOpenOrdersPerBuyer: number('maxOpenOrdersPerBuyer'),
    maxUnitsPerOrder: number('maxUnitsPerOrder'),
    logRetentionDays,
    retainData: readChoice('retainData', context('retainData'), ['true', 'false']) === 'true',
    alarmEmail: readEmail('alarmEmail', context('alarmEmail')),
  };
}

function readBatching(reserveStockBatchSize: number, reserveStockWindowSeconds: number) {
  if (reserveStockBatchSize > largestBatchWithoutWindow && reserveStockWindowSeconds === 0) {
    throw new SettingError(
      `reserveStockBatchSize is ${reserveStockBatchSize}; above ${largestBatchWithoutWindow} a batch has to wait to be ` +
        'filled: set reserveStockWindowSeconds to 1 or more.',
    );
  }
  return { reserveStockBatchSize, reserveStockWindowSeconds };
}

/** What is scheduled locally has a timer of its own, which can count in seconds. */
function boundsFor({ target, orchestration }: Pick<Settings, 'target' | 'orchestration'>, name: NumberName): Bounds {
  const bounds = settingBounds[name];
  if (orchestration === 'express' && name === 'sagaTimeoutSeconds') return { ...bounds, ...expressSagaBounds };
  const isScheduled = name === 'sweepSeconds' || name === 'reconcileSeconds';
  return target === 'local' && isScheduled ? { ...bounds, minimum: 1, multipleOf: 1 } : bounds;
}

function readNumber(name: NumberName, value: unknown, bounds: Bounds): number {
  const { preset, minimum, maximum, multipleOf = 1 } = bounds;
  const text = value === undefined ? String(preset) : String(value).trim();
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= minimum && number <= maximum && number % multipleOf === 0) return number;
  const kind = multipleOf === 1 ? 'a whole number' : `a multiple of ${multipleOf}`;
  throw new SettingError(`${name} is ${text}; it must be ${kind} from ${minimum} to ${maximum}: ${bounds.because}.`);
}

/** One origin after the other, with commas between: scheme, host and port, as browsers send it (RFC 6454). */
function readOrigins(value: unknown): string[] {
  const origins = String(value ?? '')
    .split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '');
  const wrong = origins.find((origin) => origin !== '*' && !isOrigin(origin));
  if (wrong === undefined) return origins;
  throw new SettingError(
    `corsOrigins is ${String(value)}; each must be * or an origin such as https://shop.example, without a path.`,
  );
}

function isOrigin(text: string): boolean {
  return /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** SNS itself asks the address whether it wants to be told. */
function readEmail(name: keyof Settings, value: unknown): string | undefined {
  if (value === undefined || value === '') return undefined;
  const text = String(value);
  if (/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text)) return text;
  throw new SettingError(`${name} is ${text}; it must be an e-mail address, such as oncall@example.com.`);
}

/** The first choice is the default. */
function readChoice<const Choice extends string>(
  name: keyof Settings,
  value: unknown,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  if (value === undefined) return choices[0];
  const choice = choices.find((candidate) => candidate === String(value));
  if (choice !== undefined) return choice;
  throw new SettingError(`${name} is ${String(value)}; it must be one of ${choices.join(', ')}.`);
}
