import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { addToMinute } from '../../adapters/dynamodb/figures.ts';
import { readOrders } from '../../adapters/dynamodb/order-lists.ts';
import type { ReceivedEvent } from '../../domain/events/codec.ts';
import { addFigures, type Figure, figuresOf, measuredLatency, minuteOf } from '../../domain/figures/figures.ts';
import { together } from '../../domain/figures/overview.ts';
import type { Order } from '../../domain/ordering/order.ts';
import { readEnvironment } from '../environment.ts';
import { logFailure } from '../log.ts';
import { receive } from './batch.ts';
import { emitFigures } from './figure-metrics.ts';

const environment = readEnvironment({ FIGURES_TABLE: 'string', ORDERS_TABLE: 'string', STACK_NAME: 'string' });
const client = createDynamoDBClient();
const table = { client, figuresTable: environment.FIGURES_TABLE };

/**
 * Counts what happened, minute by minute, and tells it as metrics: the events of a batch are summed first, so that a
 * rush costs a write for each batch and not for each order.
 */
export async function handler({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  const { events, unreadable } = readAll(Records);
  const orders = await ordersOf(events);
  const minutes = figuresByMinute(events, orders);
  for (const [minute, figures] of minutes) await addToMinute(table, minute, figures);
  const latencies = events.flatMap(
    ({ metadata, happening }) => measuredLatency(happening, orders.get(metadata.orderId ?? '')) ?? [],
  );
  const figures = together([...minutes].map(([minute, added]) => ({ minute, figures: added })));
  emitFigures(figures, latencies, environment.STACK_NAME);
  return { batchItemFailures: unreadable.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** A message that cannot be read belongs on the dead-letter queue, and keeps no other from being counted. */
function readAll(records: readonly SQSRecord[]) {
  const events: ReceivedEvent[] = [];
  const unreadable: string[] = [];
  for (const record of records) {
    try {
      events.push(receive(record));
    } catch (error) {
      logFailure('message not readable', error, { messageId: record.messageId });
      unreadable.push(record.messageId);
    }
  }
  return { events, unreadable };
}

/** The orders whose history tells how long reserving took: those that are paid or end. */
function closedOrders(events: readonly ReceivedEvent[]): string[] {
  return events.flatMap(({ happening }) =>
    happening.detailType === 'OrderStatusChangedToPaid' || happening.detailType === 'OrderStatusChangedToCancelled'
      ? [happening.data.orderId]
      : [],
  );
}

async function ordersOf(events: readonly ReceivedEvent[]): Promise<ReadonlyMap<string, Order>> {
  const orders = await readOrders({ client, ordersTable: environment.ORDERS_TABLE }, [
    ...new Set(closedOrders(events)),
  ]);
  return new Map(orders.map((order) => [order.orderId, order]));
}

function figuresByMinute(events: readonly ReceivedEvent[], orders: ReadonlyMap<string, Order>) {
  const minutes = new Map<string, Map<Figure, number>>();
  for (const event of events) {
    const { metadata } = event;
    const minute = minuteOf(metadata.occurredAt);
    const figures = minutes.get(minute) ?? new Map<Figure, number>();
    const order = orders.get(metadata.orderId ?? '');
    addFigures(
      figures,
      figuresOf(event, order).map((figure) => [figure, 1] as const),
    );
    minutes.set(minute, figures);
  }
  return minutes;
}
