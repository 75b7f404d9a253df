import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { decideOrder } from '../../adapters/dynamodb/changes.ts';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { createSagaStarter, startExecution } from '../../adapters/stepfunctions/executions.ts';
import type { ReceivedEvent } from '../../domain/events/codec.ts';
import { followReservation } from '../../domain/ordering/advance.ts';
import { sagaExecution } from '../../domain/ordering/saga.ts';
import { now } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { logDone } from '../log.ts';
import { handleBatch } from './batch.ts';

const environment = readEnvironment({
  ORDERS_TABLE: 'string',
  INVENTORY_TABLE: 'string',
  STATE_MACHINE_ARN: 'string',
  SAGA_TIMEOUT_SECONDS: 'number',
});
const tables = {
  client: createDynamoDBClient(),
  ordersTable: environment.ORDERS_TABLE,
  inventoryTable: environment.INVENTORY_TABLE,
};
const sagas = createSagaStarter(environment.STATE_MACHINE_ARN);

/** Lets the order's status follow from its reservation, and starts the payment of a confirmed one. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  return handleBatch(event, advance);
}

async function advance({ metadata, happening }: ReceivedEvent): Promise<void> {
  if (happening.detailType !== 'OrderStockConfirmed' && happening.detailType !== 'OrderStockRejected') {
    throw new Error(`The rule let through ${happening.detailType}`);
  }
  const { orderId } = happening.data;
  const { outcome, order } = await decideOrder(tables, orderId, (current, reservation) =>
    followReservation(current, reservation, { at: now(), causationId: metadata.eventId }),
  );
  if (outcome === 'order_not_found' || outcome === 'not_reserved') {
    throw new Error(`Order ${orderId} cannot follow its reservation: ${outcome}`);
  }
  logDone('order advanced', { orderId, correlationId: order.correlationId, outcome });
  if (order.status !== 'StockConfirmed') return;
  await startExecution(sagas, sagaExecution(orderId, order.saga, environment.SAGA_TIMEOUT_SECONDS));
}
