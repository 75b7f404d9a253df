import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { readStock } from '../../adapters/dynamodb/stock.ts';
import { readEnvironment } from '../environment.ts';
import { staffOf } from './request.ts';
import { answering, json } from './respond.ts';
import { itemNotFound, skuOf } from './sku.ts';
import { stockView } from './stock-view.ts';

const environment = readEnvironment({ INVENTORY_TABLE: 'string' });
const client = createDynamoDBClient();

/** The totals of one SKU, strongly consistent. */
export const handler = answering(async (request) => {
  staffOf(request);
  const sku = skuOf(request);
  const stock = await readStock(client, environment.INVENTORY_TABLE, sku);
  if (stock === undefined) throw itemNotFound(sku);
  return json(200, stockView(stock));
});
