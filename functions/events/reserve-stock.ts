import { randomUUID } from 'node:crypto';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createDynamoDBClient, createSingleAttemptClient } from '../../adapters/dynamodb/client.ts';
import { addToMinute } from '../../adapters/dynamodb/figures.ts';
import { escrowSteps } from '../../adapters/dynamodb/hot/steps.ts';
import type { ReceivedEvent } from '../../domain/events/codec.ts';
import { minuteOf } from '../../domain/figures/figures.ts';
import { Heat } from '../../domain/inventory/heat.ts';
import type { AdmittedOrder } from '../../domain/inventory/hot.ts';
import { now } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { logDone, logFailure } from '../log.ts';
import { counted, emitMetrics } from '../metrics.ts';
import { handleTogether } from './batch.ts';
import { promoteBusy } from './reserving/promote-busy.ts';
import { type DecidedOrders, type Reserving, reserveOrders } from './reserving/reserve-orders.ts';

const environment = readEnvironment({
  INVENTORY_TABLE: 'string',
  FIGURES_TABLE: 'string',
  STACK_NAME: 'string',
  RESERVATION_TTL_SECONDS: 'number',
});
const client = createDynamoDBClient();
const table = { client, inventoryTable: environment.INVENTORY_TABLE };
const figures = { client, figuresTable: environment.FIGURES_TABLE };
const reserving: Reserving = {
  table,
  steps: escrowSteps({ ...table, singleAttemptClient: createSingleAttemptClient(), now }),
  heat: new Heat(),
  ttlSeconds: environment.RESERVATION_TTL_SECONDS,
  now,
  newBatchId: randomUUID,
};

/** Reserves the stock of each order that awaits validation: all lines, or none with the shortages named. */
export function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  return handleTogether(event, orderOf, reserve);
}

/** @returns why an order is not decided yet */
async function reserve(orders: readonly AdmittedOrder[]): Promise<(order: AdmittedOrder) => Error | undefined> {
  const decided = await reserveOrders(reserving, orders);
  for (const { orderId, correlationId } of orders) {
    const decision = decided.get(orderId);
    if (decision === undefined || decision instanceof Error) continue;
    const { outcome, path, conflicts } = decision;
    logDone('stock decided', { orderId, correlationId, outcome, path, conflicts });
  }
  await Promise.all([countConflicts(decided), promoteBusy(reserving)]);
  return ({ orderId }) => {
    const decision = decided.get(orderId);
    return decision instanceof Error ? decision : undefined;
  };
}

function orderOf({ metadata, happening }: ReceivedEvent): AdmittedOrder {
  if (happening.detailType !== 'OrderStatusChangedToAwaitingValidation') {
    throw new Error(`The rule let through ${happening.detailType}`);
  }
  const { orderId } = happening.data;
  const lines = happening.data.lines.map(({ sku, quantity }) => ({ sku, quantity }));
  const { version: eventVersion, eventId, correlationId } = metadata;
  return { orderId, lines, eventVersion, eventId, correlationId };
}

/** Only when there were some, so that a quiet shop pays nothing. No reservation fails because a figure could not be kept. */
async function countConflicts(decided: DecidedOrders): Promise<void> {
  const counts = [...decided.values()].map((decision) => (decision instanceof Error ? 0 : decision.conflicts));
  const conflicts = counts.reduce((sum, count) => sum + count, 0);
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
