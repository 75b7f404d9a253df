import type { PutEventsRequestEntry, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import * as z from 'zod/mini';
import { eventMetadataSchema } from '../../../domain/events/event.ts';
import type { VirtualClock } from '../time/clock.ts';
import type { Random } from '../time/random.ts';
import type { Faults } from './faults.ts';
import type { Queue } from './queue.ts';

/** What the bus has taken, as it was sent. */
export type TakenEvent = {
  readonly at: number;
  readonly source: string;
  readonly detailType: string;
  readonly detail: { readonly metadata: z.infer<typeof eventMetadataSchema>; readonly data: unknown };
};

/** Which events each consumer's queue gets, by the source and the type: the rules of the stack. */
export const subscriptions = {
  'reserve-stock': ['holdfast.ordering OrderStatusChangedToAwaitingValidation'],
  'advance-order': ['holdfast.inventory OrderStockConfirmed', 'holdfast.inventory OrderStockRejected'],
  'project-movements': [
    'holdfast.inventory OrderStockConfirmed',
    'holdfast.ordering OrderStatusChangedToPaid',
    'holdfast.inventory OrderStockReleased',
    'holdfast.inventory StockAdjusted',
  ],
  'end-grace-period': ['holdfast.ordering OrderStatusChangedToSubmitted'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Consumer = keyof typeof subscriptions;

export type BusOptions = {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly faults: Faults;
  readonly queues: Readonly<Record<Consumer, Queue>>;
  readonly onTaken: (event: TakenEvent) => void;
};

const detailSchema = z.object({ metadata: eventMetadataSchema, data: z.unknown() });
const lateMilliseconds = 20_000;

/** An event bus: delivers at least once, in no order. */
export class Bus {
  readonly #options: BusOptions;

  constructor(options: BusOptions) {
    this.#options = options;
  }

  /** A request can succeed while some of its entries are not taken. */
  putEvents(entries: readonly PutEventsRequestEntry[]): { Entries: PutEventsResultEntry[]; FailedEntryCount: number } {
    const Entries = entries.map((entry) => this.#take(entry));
    return { Entries, FailedEntryCount: Entries.filter(({ ErrorCode }) => ErrorCode !== undefined).length };
  }

  #take({ Source = '', DetailType = '', Detail = '' }: PutEventsRequestEntry): PutEventsResultEntry {
    const { clock, faults, onTaken } = this.#options;
    if (faults.strike('event_not_accepted')) return { ErrorCode: 'InternalFailure', ErrorMessage: 'injected' };
    onTaken({
      at: clock.now(),
      source: Source,
      detailType: DetailType,
      detail: detailSchema.parse(JSON.parse(Detail)),
    });
    this.#deliver(`${Source} ${DetailType}`, `{"detail-type":"${DetailType}","detail":${Detail}}`);
    return { EventId: `${clock.steps}` };
  }

  #deliver(kind: string, body: string): void {
    const { clock, random, faults, queues } = this.#options;
    for (const [consumer, kinds] of queuesOf(queues)) {
      if (!kinds.some((wanted) => wanted === kind)) continue;
      // What a sweep tells again may be lost for good.
      if (consumer.isSweptFor && faults.strike('delivery_lost')) continue;
      const times = faults.strike('delivery_twice') ? 2 : 1;
      for (let time = 0; time < times; time++) {
        const delay = faults.strike('delivery_late') ? lateMilliseconds * random.next() : random.latency(10);
        clock.after(delay, () => consumer.send(body));
      }
    }
  }
}

function queuesOf(queues: Readonly<Record<Consumer, Queue>>): (readonly [Queue, readonly string[]])[] {
  return [
    [queues['reserve-stock'], subscriptions['reserve-stock']],
    [queues['advance-order'], subscriptions['advance-order']],
    [queues['project-movements'], subscriptions['project-movements']],
    [queues['end-grace-period'], subscriptions['end-grace-period']],
  ];
}
