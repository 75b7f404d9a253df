import { readOrder } from '../../adapters/dynamodb/changes.ts';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { orderView } from '../../domain/ordering/view.ts';
import { readEnvironment } from '../environment.ts';
import { orderIdOf, visibleTo } from './own-order.ts';
import { callerOf } from './request.ts';
import { answering, json } from './respond.ts';

const environment = readEnvironment({ ORDERS_TABLE: 'string' });
const tables = { client: createDynamoDBClient(), ordersTable: environment.ORDERS_TABLE };

/** One order, strongly consistent. */
export const handler = answering(async (request) => {
  const caller = callerOf(request);
  const orderId = orderIdOf(request);
  return json(200, orderView(visibleTo(caller, await readOrder(tables, orderId), orderId)));
});
