import { settingBounds } from '../../lib/setting-bounds.ts';
import { code, table } from './markdown.ts';

type SettingName = keyof typeof settingBounds;

/** What each number among the settings means, and the local run's name for it where it has one. */
const meanings: Readonly<Record<SettingName, { readonly means: string; readonly local?: string }>> = {
  reservationTtlSeconds: {
    means: 'How long units are held for an order that is not being paid',
    local: 'RESERVATION_TTL_SECONDS',
  },
  sweepSeconds: { means: 'How often expired, lost and unsettled work is looked for', local: 'SWEEP_SECONDS' },
  reconcileSeconds: {
    means: 'How often the books are compared; locally as often as the sweep comes, if it is not given',
    local: 'RECONCILE_SECONDS',
  },
  gracePeriodSeconds: {
    means: 'How long an order stays `Submitted` before it asks for stock',
    local: 'GRACE_PERIOD_SECONDS',
  },
  sagaTimeoutSeconds: {
    means: 'How long a payment is tried before the order is cancelled',
    local: 'SAGA_TIMEOUT_SECONDS',
  },
  reserveStockConcurrency: { means: 'How many batches of orders are reserved at the same time' },
  reserveStockBatchSize: { means: 'How many orders such a batch has at most; above 10 it needs a window' },
  reserveStockWindowSeconds: { means: 'How long such a batch waits to be filled' },
  consumerConcurrency: { means: 'How many batches each other consumer of events handles at the same time' },
  relayConcurrency: { means: 'How many batches of a stream shard are published at the same time' },
  requestsPerSecond: { means: 'What the API takes before it answers 429: the steady rate' },
  requestBurst: { means: 'And the burst above it' },
  ordersPerSecond: { means: 'The same for `POST /orders` alone: the steady rate' },
  orderBurst: { means: 'And the burst above it' },
  maxOpenOrdersPerBuyer: { means: 'How many orders of one buyer may be in flight at once; 0 for any number' },
  maxUnitsPerOrder: { means: 'How many units one order may ask for, over all its lines; 0 for any number' },
  projectionWindowSeconds: {
    means:
      'How long events are gathered for movements and figures, which saves requests; locally 0, if it is not given',
    local: 'PROJECTION_WINDOW_SECONDS',
  },
  logRetentionDays: { means: 'How long logs are kept; one of the numbers that CloudWatch Logs knows' },
};

function boundsOf(name: SettingName): string {
  const { minimum, maximum, multipleOf } = settingBounds[name];
  const step = multipleOf === undefined ? '' : `, in steps of ${multipleOf}; locally from 1`;
  return `${minimum} to ${maximum}${step}`;
}

/** The numbers among the settings, with what the stack itself takes for their defaults and bounds. */
export function settingsTable(): string {
  const names = Object.keys(settingBounds).filter((name): name is SettingName => name in settingBounds);
  const rows = names.map((name) => {
    const { means, local } = meanings[name];
    const { preset } = settingBounds[name];
    return [code(name), String(preset), boundsOf(name), local === undefined ? '' : code(local), means];
  });
  return table(['context', 'default', 'bounds', 'local run', 'what it sets'], rows);
}
