import { Duration } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { countedEvents } from '../domain/figures/figures.ts';
import { Consumer, type ConsumerProps } from './consumer.ts';
import type { FunctionName } from './declarations.ts';
import type { Functions } from './functions.ts';
import type { Settings } from './settings.ts';

export type ConsumersProps = {
  readonly settings: Settings;
  readonly functions: Functions;
  readonly bus: IEventBus;
};

type Subscription = Pick<ConsumerProps, 'events' | 'concurrency' | 'batchSize' | 'window' | 'delay'> & {
  readonly consumer: FunctionName;
};

const ordering = 'holdfast.ordering';
const inventory = 'holdfast.inventory';
const payment = 'holdfast.payment';

/** Who acts on which events, by the id of the construct. */
function subscriptions(settings: Settings): Readonly<Record<string, Subscription>> {
  const concurrency = settings.consumerConcurrency;
  const window = Duration.seconds(settings.projectionWindowSeconds);
  return {
    ReserveStock: {
      consumer: 'reserve-stock',
      events: { source: [ordering], detailType: ['OrderStatusChangedToAwaitingValidation'] },
      concurrency: settings.reserveStockConcurrency,
      batchSize: settings.reserveStockBatchSize,
      window: Duration.seconds(settings.reserveStockWindowSeconds),
    },
    AdvanceOrder: {
      consumer: 'advance-order',
      events: { source: [inventory], detailType: ['OrderStockConfirmed', 'OrderStockRejected'] },
      concurrency,
    },
    ProjectMovements: {
      consumer: 'project-movements',
      events: {
        source: [ordering, inventory],
        detailType: ['OrderStockConfirmed', 'OrderStatusChangedToPaid', 'OrderStockReleased', 'StockAdjusted'],
      },
      concurrency,
      window,
    },
    ProjectFigures: {
      consumer: 'project-figures',
      events: { source: [ordering, inventory, payment], detailType: [...countedEvents] },
      concurrency: 2,
      window,
    },
    ...(settings.gracePeriodSeconds > 0 ? { EndGracePeriod: endGracePeriod(settings) } : {}),
  };
}

/** The queue's delay is the grace period itself. */
function endGracePeriod({ gracePeriodSeconds, consumerConcurrency }: Settings): Subscription {
  return {
    consumer: 'end-grace-period',
    events: { source: [ordering], detailType: ['OrderStatusChangedToSubmitted'] },
    concurrency: consumerConcurrency,
    delay: Duration.seconds(gracePeriodSeconds),
  };
}

/** All consumers of the bus. */
export class Consumers extends Construct {
  readonly #consumers = new Map<string, Consumer>();

  constructor(scope: Construct, id: string, { settings, functions, bus }: ConsumersProps) {
    super(scope, id);
    for (const [name, { consumer, ...subscription }] of Object.entries(subscriptions(settings))) {
      const props = { ...subscription, bus, consumer: functions.get(consumer) };
      this.#consumers.set(name, new Consumer(this, name, props));
    }
  }

  *[Symbol.iterator](): IterableIterator<[string, Consumer]> {
    yield* this.#consumers;
  }

  deadLetterQueues(): Queue[] {
    return [...this.#consumers.values()].map(({ deadLetterQueue }) => deadLetterQueue);
  }

  /** Where each consumer's events and dead letters are, by the name of a stack output. */
  queueUrls(): Readonly<Record<string, string>> {
    const urls = [...this.#consumers].flatMap(([name, { queue, deadLetterQueue }]) => [
      [`${name}QueueUrl`, queue.queueUrl],
      [`${name}DeadLetterQueueUrl`, deadLetterQueue.queueUrl],
    ]);
    return Object.fromEntries(urls);
  }
}
