import { decideOrder } from '../../adapters/dynamodb/changes.ts';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { cancelUncaptured } from '../../domain/ordering/cancel.ts';
import { now } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { parseSagaInput } from './input.ts';

const environment = readEnvironment({ ORDERS_TABLE: 'string', INVENTORY_TABLE: 'string' });
const tables = {
  client: createDynamoDBClient(),
  ordersTable: environment.ORDERS_TABLE,
  inventoryTable: environment.INVENTORY_TABLE,
};

type Outcome = 'cancelled' | 'already_cancelled' | 'captured' | 'order_not_found';

/** The provider refused the capture for good: the order leaves `Paid`, and its units return to stock. */
export async function handler(event: unknown): Promise<{ readonly outcome: Outcome }> {
  const { orderId } = parseSagaInput(event);
  const { outcome } = await decideOrder(tables, orderId, (order) => cancelUncaptured(order, { at: now() }));
  return { outcome };
}
