import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { listOrders, listOrdersOfBuyer } from '../../adapters/dynamodb/order-lists.ts';
import type { Order } from '../../domain/ordering/order.ts';
import { cancellationReasons, orderStatuses } from '../../domain/ordering/status.ts';
import { orderView } from '../../domain/ordering/view.ts';
import { readEnvironment } from '../environment.ts';
import { filterBy, oneOf, pageAnswer, pageOf } from './paging.ts';
import { Problem } from './problem.ts';
import { type Caller, callerOf, type Request } from './request.ts';
import { answering, json } from './respond.ts';
import { isSku } from './sku.ts';

const environment = readEnvironment({ ORDERS_TABLE: 'string' });
const table = { client: createDynamoDBClient(), ordersTable: environment.ORDERS_TABLE };

/**
 * Orders, newest first: a buyer's own, or everybody's for staff. A filtered page may hold fewer than were asked for,
 * even none: as long as there is `next`, there may be more.
 */
export const handler = answering(async (request) => {
  const position = await pageOf(request);
  const matches = filterOf(request);
  const buyerId = buyerOf(request, callerOf(request));
  const page =
    buyerId === undefined ? await listOrders(table, position) : await listOrdersOfBuyer(table, buyerId, position);
  return json(200, await pageAnswer(request, page.orders.filter(matches).map(orderView), page.next));
});

/** Whose orders are asked for; `undefined` for everybody's. */
function buyerOf(request: Request, caller: Caller): string | undefined {
  const asked = filterBy(request, 'buyerId', (text) => /^.{1,128}$/.test(text), 'must have 1 to 128 characters');
  if (caller.isStaff) return asked;
  if (asked !== undefined && asked !== caller.sub)
    throw new Problem('forbidden', 'Only staff see the orders of others.');
  return caller.sub;
}

function filterOf(request: Request): (order: Order) => boolean {
  const status = oneOf(request, 'status', orderStatuses);
  const reason = oneOf(request, 'reason', cancellationReasons);
  const sku = filterBy(request, 'sku', isSku, 'must be a SKU');
  return (order) =>
    (status === undefined || order.status === status) &&
    (reason === undefined || (order.status === 'Cancelled' && order.reason === reason)) &&
    (sku === undefined || order.lines.some((line) => line.sku === sku));
}
