import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { listMovements } from '../../adapters/dynamodb/movements.ts';
import { readStock } from '../../adapters/dynamodb/stock.ts';
import { type Movement, movementPosition } from '../../domain/inventory/movement.ts';
import { readEnvironment } from '../environment.ts';
import { pageAnswer, pageOf } from './paging.ts';
import { staffOf } from './request.ts';
import { answering, json } from './respond.ts';
import { itemNotFound, skuOf } from './sku.ts';

const environment = readEnvironment({ INVENTORY_TABLE: 'string', MOVEMENTS_TABLE: 'string' });
const client = createDynamoDBClient();
const table = { client, movementsTable: environment.MOVEMENTS_TABLE };

/** The ledger of one SKU, newest first. */
export const handler = answering(async (request) => {
  staffOf(request);
  const page = await pageOf(request);
  const sku = skuOf(request);
  if ((await readStock(client, environment.INVENTORY_TABLE, sku)) === undefined) throw itemNotFound(sku);
  const found = await listMovements(table, sku, { ...page, limit: page.limit + 1 });
  const movements = found.slice(0, page.limit);
  const last = movements.at(-1);
  const next = found.length > page.limit && last !== undefined ? movementPosition(last) : undefined;
  return json(200, await pageAnswer(request, movements.map(movementView), next));
});

function movementView({ movementId, at, cause, orderId, adjustmentId, available, reserved, sold }: Movement) {
  return {
    movementId,
    at,
    cause,
    ...(orderId === undefined ? {} : { orderId }),
    ...(adjustmentId === undefined ? {} : { adjustmentId }),
    available,
    reserved,
    sold,
  };
}
