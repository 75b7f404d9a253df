import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { addToMinute } from '../../adapters/dynamodb/figures.ts';
import { reserveStock } from '../../adapters/dynamodb/reservations.ts';
import type { ReceivedEvent } from '../../domain/events/codec.ts';
import { minuteOf } from '../../domain/figures/figures.ts';
import { now } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { logDone, logFailure } from '../log.ts';
import { counted, emitMetrics } from '../metrics.ts';
import { handleBatch } from './batch.ts';

const environment = readEnvironment({
  INVENTORY_TABLE: 'string',
  FIGURES_TABLE: 'string',
  STACK_NAME: 'string',
  RESERVATION_TTL_SECONDS: 'number',
});
const client = createDynamoDBClient();
const table = { client, inventoryTable: environment.INVENTORY_TABLE };
const figures = { client, figuresTable: environment.FIGURES_TABLE };

/** Reserves the stock of each order that awaits validation: all lines, or none with the shortages named. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const conflicts: number[] = [];
  const response = await handleBatch(event, async (received) => {
    conflicts.push(await reserve(received));
  });
  await countConflicts(conflicts.reduce((sum, count) => sum + count, 0));
  return response;
}

/** @returns how often the transaction collided with others before it was decided */
async function reserve({ metadata, happening }: ReceivedEvent): Promise<number> {
  if (happening.detailType !== 'OrderStatusChangedToAwaitingValidation') {
    throw new Error(`The rule let through ${happening.detailType}`);
  }
  const { orderId, lines } = happening.data;
  const { version: eventVersion, eventId, correlationId } = metadata;
  const request = { orderId, lines, eventVersion, eventId, correlationId, decidedAt: now() };
  const { outcome, conflicts } = await reserveStock(table, request, environment.RESERVATION_TTL_SECONDS);
  logDone('stock decided', { orderId, correlationId, outcome, conflicts });
  return conflicts;
}

/** Only when there were some, so that a quiet shop pays nothing. No reservation fails because a figure could not be kept. */
async function countConflicts(conflicts: number): Promise<void> {
  if (conflicts === 0) return;
  emitMetrics(
    { ReservationConflicts: counted(conflicts) },
    { stackName: environment.STACK_NAME, timestamp: Date.now() },
  );
  try {
    await addToMinute(figures, minuteOf(now()), new Map([['conflicts', conflicts]]));
  } catch (error) {
    logFailure('conflicts not counted', error);
  }
}
