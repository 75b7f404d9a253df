import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { readEnvironment } from '../environment.ts';

const environment = readEnvironment({ CATALOG_TABLE: 'string', INVENTORY_TABLE: 'string' });

/** What the handlers of the catalogue share: items stand in one table, their totals in another. */
export const catalogTables = {
  client: createDynamoDBClient(),
  catalogTable: environment.CATALOG_TABLE,
  inventoryTable: environment.INVENTORY_TABLE,
};
