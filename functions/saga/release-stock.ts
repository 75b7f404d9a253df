import { decideOrder } from '../../adapters/dynamodb/changes.ts';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { releaseClosed } from '../../domain/ordering/cancel.ts';
import { now } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { parseSagaInput } from './input.ts';

const environment = readEnvironment({ ORDERS_TABLE: 'string', INVENTORY_TABLE: 'string' });
const tables = {
  client: createDynamoDBClient(),
  ordersTable: environment.ORDERS_TABLE,
  inventoryTable: environment.INVENTORY_TABLE,
};

type Outcome = 'released' | 'already_released' | 'committed' | 'order_not_found';

/** Puts the units of a closed order back, exactly once, and cancels the order with its reason. */
export async function handler(event: unknown): Promise<{ readonly outcome: Outcome }> {
  const { orderId } = parseSagaInput(event);
  const { outcome } = await decideOrder(tables, orderId, (order, reservation) =>
    releaseClosed(order, reservation, { at: now() }),
  );
  if (outcome === 'payment_unsettled' || outcome === 'not_closed') {
    throw new Error(`The stock of order ${orderId} cannot be released yet: ${outcome}`);
  }
  return { outcome };
}
