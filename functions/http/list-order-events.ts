import { readOrder } from '../../adapters/dynamodb/changes.ts';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { readOrderEvents } from '../../adapters/dynamodb/order-events.ts';
import { readEnvironment } from '../environment.ts';
import { orderIdOf, visibleTo } from './own-order.ts';
import { pageAnswer, pageOf } from './paging.ts';
import { staffOf } from './request.ts';
import { answering, json } from './respond.ts';

const environment = readEnvironment({ ORDERS_TABLE: 'string', INVENTORY_TABLE: 'string' });
const tables = {
  client: createDynamoDBClient(),
  ordersTable: environment.ORDERS_TABLE,
  inventoryTable: environment.INVENTORY_TABLE,
};

/** The events of one order, oldest first: each as it is published. */
export const handler = answering(async (request) => {
  const caller = staffOf(request);
  const { limit, after = '0' } = await pageOf(request);
  const orderId = orderIdOf(request);
  visibleTo(caller, await readOrder(tables, orderId), orderId);
  const events = await readOrderEvents(tables, orderId);
  const left = events.filter(({ detail }) => detail.metadata.version > Number(after));
  const page = left.slice(0, limit);
  const next = left.length > limit ? page.at(-1)?.detail.metadata.version : undefined;
  return json(200, await pageAnswer(request, page, next === undefined ? undefined : String(next)));
});
