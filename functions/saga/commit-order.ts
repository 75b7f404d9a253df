import { decideOrder } from '../../adapters/dynamodb/changes.ts';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { type CommitOrderOutcome, commitOrder } from '../../domain/ordering/pay.ts';
import { attemptNumber } from '../../domain/payment/payment.ts';
import { now } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { parseSagaInput } from './input.ts';

const environment = readEnvironment({ ORDERS_TABLE: 'string', INVENTORY_TABLE: 'string' });
const tables = {
  client: createDynamoDBClient(),
  ordersTable: environment.ORDERS_TABLE,
  inventoryTable: environment.INVENTORY_TABLE,
};

type Outcome = Exclude<CommitOrderOutcome, 'already_committed'> | 'order_not_found';

/** Commits the reservation and marks the order paid, in one transaction. A repeat is answered as the first was. */
export async function handler(event: unknown): Promise<{ readonly outcome: Outcome }> {
  const { orderId } = parseSagaInput(event);
  const { outcome } = await decideOrder(tables, orderId, (order, reservation) =>
    commitOrder(order, reservation, attemptNumber, { at: now() }),
  );
  return { outcome: outcome === 'already_committed' ? 'committed' : outcome };
}
