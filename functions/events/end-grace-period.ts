import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { decideOrder } from '../../adapters/dynamodb/changes.ts';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import type { ReceivedEvent } from '../../domain/events/codec.ts';
import { endGracePeriod } from '../../domain/ordering/advance.ts';
import { now } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { logDone } from '../log.ts';
import { handleBatch } from './batch.ts';

const environment = readEnvironment({ ORDERS_TABLE: 'string' });
const tables = { client: createDynamoDBClient(), ordersTable: environment.ORDERS_TABLE };

/** The queue holds each order back for its grace period; then the order asks for its stock. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  return handleBatch(event, end);
}

async function end({ metadata, happening }: ReceivedEvent): Promise<void> {
  if (happening.detailType !== 'OrderStatusChangedToSubmitted') {
    throw new Error(`The rule let through ${happening.detailType}`);
  }
  const { orderId } = happening.data;
  const context = { at: now(), causationId: metadata.eventId };
  const { outcome, order } = await decideOrder(tables, orderId, (current) => endGracePeriod(current, context));
  if (order === undefined) throw new Error(`Order ${orderId} was submitted, and is not stored`);
  logDone('grace period ended', { orderId, correlationId: order.correlationId, outcome });
}
