import { type CancellationReason, cancellationReasons } from '../ordering/status.ts';
import { addFigures, type Figure, type Figures } from './figures.ts';
import { type LatencyBucket, latencyBounds, percentile } from './latency.ts';

/** The figures of one minute, by its name. */
export type Minute = { readonly minute: string; readonly figures: Figures };

/** What happened in a stretch of time, in the field's terms. */
export type Summary = {
  readonly placed: number;
  readonly paid: number;
  readonly shipped: number;
  readonly cancelled: Readonly<Partial<Record<CancellationReason, number>>>;
  readonly stockRejections: number;
  /** Authorisations voided and captures refunded. */
  readonly compensations: number;
  readonly expiries: number;
  /** Transactions of reserving that collided with others, and were sent again. */
  readonly conflicts: number;
  readonly reservationLatencyMilliseconds?: { readonly p50: number; readonly p99: number };
};

export function summarize(figures: Figures): Summary {
  const count = (figure: Figure) => figures.get(figure) ?? 0;
  const cancelled = cancellationReasons
    .map((reason) => [reason, count(`cancelled_${reason}`)] as const)
    .filter(([, orders]) => orders > 0);
  return {
    placed: count('placed'),
    paid: count('paid'),
    shipped: count('shipped'),
    cancelled: Object.fromEntries(cancelled),
    stockRejections: count('cancelled_stock_rejected'),
    compensations: count('voided') + count('refunded'),
    expiries: count('expired'),
    conflicts: count('conflicts'),
    ...latencyOf(figures),
  };
}

function latencyOf(figures: Figures): Pick<Summary, 'reservationLatencyMilliseconds'> {
  const buckets: readonly LatencyBucket[] = [...latencyBounds, 'more'];
  const counts = new Map(buckets.map((bucket) => [bucket, figures.get(`reservation_${bucket}`) ?? 0] as const));
  const [p50, p99] = [percentile(counts, 0.5), percentile(counts, 0.99)];
  return p50 === undefined || p99 === undefined ? {} : { reservationLatencyMilliseconds: { p50, p99 } };
}

/** The figures of several minutes together. */
export function together(minutes: readonly Minute[]): Figures {
  const total = new Map<Figure, number>();
  for (const { figures } of minutes) addFigures(total, figures);
  return total;
}
