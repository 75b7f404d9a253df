import type { Happening } from '../events/catalogue.ts';
import type { ReceivedEvent } from '../events/codec.ts';
import type { Order } from '../ordering/order.ts';
import { type CancellationReason, cancellationReasons } from '../ordering/status.ts';
import type { Instant } from '../time.ts';
import { type LatencyBucket, latencyBounds, latencyBucket } from './latency.ts';

const plainFigures = ['placed', 'paid', 'shipped', 'voided', 'refunded', 'released', 'expired', 'conflicts'] as const;

/** What is counted, minute by minute: names of one counter each. */
export type Figure = (typeof plainFigures)[number] | `cancelled_${CancellationReason}` | `reservation_${LatencyBucket}`;

/** Every counter that a minute can have. */
export const figures: readonly Figure[] = [
  ...plainFigures,
  ...cancellationReasons.map((reason) => `cancelled_${reason}` as const),
  ...latencyBounds.map((bound) => `reservation_${bound}` as const),
  'reservation_more',
];

export type Figures = ReadonlyMap<Figure, number>;

/** The events that are counted. */
export const countedEvents = [
  'OrderStatusChangedToSubmitted',
  'OrderStatusChangedToAwaitingValidation',
  'OrderStatusChangedToPaid',
  'OrderStatusChangedToShipped',
  'OrderStatusChangedToCancelled',
  'OrderStockReleased',
  'OrderPaymentVoided',
  'OrderPaymentRefunded',
] as const;

/**
 * What an event adds to the figures of its minute.
 * @param order as it is now, of an event that ends an order or pays it: its history tells how long reserving took
 */
export function figuresOf(event: ReceivedEvent, order: Pick<Order, 'history'> | undefined): Figure[] {
  const { happening } = event;
  const milliseconds = measuredLatency(happening, order);
  return [
    ...countersOf(event),
    ...(milliseconds === undefined ? [] : [`reservation_${latencyBucket(milliseconds)}` as const]),
  ];
}

function countersOf({ happening, metadata }: ReceivedEvent): Figure[] {
  switch (happening.detailType) {
    case 'OrderStatusChangedToSubmitted':
    case 'OrderStatusChangedToAwaitingValidation':
      // The first event of an order is one or the other, as there is a grace period or not.
      return metadata.version === 1 ? ['placed'] : [];
    case 'OrderStatusChangedToPaid':
      return ['paid'];
    case 'OrderStatusChangedToShipped':
      return ['shipped'];
    case 'OrderStatusChangedToCancelled':
      return happening.data.reason === undefined ? [] : [`cancelled_${happening.data.reason}`];
    case 'OrderStockReleased':
      return [happening.data.cause === 'expired' ? 'expired' : 'released'];
    case 'OrderPaymentVoided':
      return ['voided'];
    case 'OrderPaymentRefunded':
      return ['refunded'];
    default:
      return [];
  }
}

/** The reservation latency that an event closes; one that was paid before it was cancelled was measured then. */
export function measuredLatency(happening: Happening, order: Pick<Order, 'history'> | undefined): number | undefined {
  if (order === undefined) return undefined;
  const wasPaid = order.history.some(({ status }) => status === 'Paid');
  const closes =
    happening.detailType === 'OrderStatusChangedToPaid' ||
    (happening.detailType === 'OrderStatusChangedToCancelled' && !wasPaid);
  return closes ? reservationLatency(order) : undefined;
}

/**
 * How long an order waited for the decision about its stock, in milliseconds: from asking for it to `StockConfirmed`,
 * or to being refused. `undefined` when nothing was decided.
 */
export function reservationLatency({ history }: Pick<Order, 'history'>): number | undefined {
  const asked = history.find(({ status }) => status === 'AwaitingValidation');
  const decided = history.find(({ status, reason }) => status === 'StockConfirmed' || reason === 'stock_rejected');
  return asked === undefined || decided === undefined ? undefined : Date.parse(decided.at) - Date.parse(asked.at);
}

/** The minute that an instant is in, such as `2026-01-01T00:00`. */
export function minuteOf(at: Instant): string {
  return at.slice(0, 'YYYY-MM-DDTHH:MM'.length);
}

/** The latest minutes, newest first, that of `at` among them. */
export function minutesBefore(at: Instant, count: number): string[] {
  const now = Date.parse(at);
  return Array.from({ length: count }, (_, index) => minuteOf(new Date(now - index * 60_000).toISOString()));
}

export function addFigures(total: Map<Figure, number>, added: Iterable<readonly [Figure, number]>): void {
  for (const [figure, count] of added) total.set(figure, (total.get(figure) ?? 0) + count);
}
