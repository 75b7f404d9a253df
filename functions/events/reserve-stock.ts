import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { reserveStock } from '../../adapters/dynamodb/reservations.ts';
import type { ReceivedEvent } from '../../domain/events/codec.ts';
import { now } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { handleBatch } from './batch.ts';

const environment = readEnvironment({ INVENTORY_TABLE: 'string', RESERVATION_TTL_SECONDS: 'number' });
const table = { client: createDynamoDBClient(), inventoryTable: environment.INVENTORY_TABLE };

/** Reserves the stock of each order that awaits validation: all lines, or none with the shortages named. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  return handleBatch(event, reserve);
}

async function reserve({ metadata, happening }: ReceivedEvent): Promise<void> {
  if (happening.detailType !== 'OrderStatusChangedToAwaitingValidation') {
    throw new Error(`The rule let through ${happening.detailType}`);
  }
  const { orderId, lines } = happening.data;
  const { version: eventVersion, eventId, correlationId } = metadata;
  const request = { orderId, lines, eventVersion, eventId, correlationId, decidedAt: now() };
  await reserveStock(table, request, environment.RESERVATION_TTL_SECONDS);
}
