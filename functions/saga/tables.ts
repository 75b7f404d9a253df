import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { readEnvironment } from '../environment.ts';

const environment = readEnvironment({ ORDERS_TABLE: 'string', INVENTORY_TABLE: 'string' });

/** What the tasks that decide about an order's units share. */
export const tables = {
  client: createDynamoDBClient(),
  ordersTable: environment.ORDERS_TABLE,
  inventoryTable: environment.INVENTORY_TABLE,
};
