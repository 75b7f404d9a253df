import { readCatalogItems } from '../../adapters/dynamodb/catalog.ts';
import { readOrder } from '../../adapters/dynamodb/changes.ts';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { countOpenOrders } from '../../adapters/dynamodb/open-orders.ts';
import { insertOrder } from '../../adapters/dynamodb/placing.ts';
import type { Order } from '../../domain/ordering/order.ts';
import { placeOrder } from '../../domain/ordering/place.ts';
import { firstAnswer } from '../../domain/ordering/view.ts';
import { now } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { logDone } from '../log.ts';
import { orderBody } from './bodies.ts';
import { parseBody } from './body.ts';
import { canonicalJson } from './canonical-json.ts';
import { keyReused, operationOf } from './idempotency.ts';
import { checkLimits, priced } from './order-lines.ts';
import { Problem } from './problem.ts';
import { callerOf } from './request.ts';
import { type Answer, answering, text } from './respond.ts';

const environment = readEnvironment({
  ORDERS_TABLE: 'string',
  CATALOG_TABLE: 'string',
  GRACE_PERIOD_SECONDS: 'number',
  MAX_OPEN_ORDERS_PER_BUYER: 'number',
  MAX_UNITS_PER_ORDER: 'number',
});
const client = createDynamoDBClient();
const orders = { client, ordersTable: environment.ORDERS_TABLE };
const catalog = { client, catalogTable: environment.CATALOG_TABLE };

/**
 * Places an order and answers at once; stock and payment follow. The order is its own idempotency record: its id is
 * that of the request, and it is looked up before the catalogue or a limit could refuse what was accepted once.
 */
export const handler = answering(async (request) => {
  const caller = callerOf(request);
  const body = parseBody(request, orderBody);
  const { operationId: orderId, fingerprint } = operationOf(request, caller, body);
  const existing = await readOrder(orders, orderId);
  if (existing !== undefined) return repeat(existing, fingerprint);
  const lines = checkLimits(body, { maxUnits: environment.MAX_UNITS_PER_ORDER });
  const skus = lines.map(({ sku }) => sku);
  const [items, accepting] = await Promise.all([readCatalogItems(catalog, skus), acceptsMore(caller.sub)]);
  const pricing = priced(body, lines, items);
  if (!accepting) return repeatOrRefuse(orderId, fingerprint);
  const placed = placeOrder({
    orderId,
    buyerId: caller.sub,
    ...pricing,
    paymentMethod: body.paymentMethod,
    fingerprint,
    correlationId: request.requestContext.requestId,
    at: now(),
    gracePeriodSeconds: environment.GRACE_PERIOD_SECONDS,
  });
  const result = await insertOrder(client, environment.ORDERS_TABLE, placed);
  if (result.outcome === 'exists') return repeat(result.order, fingerprint);
  logDone('order placed', { orderId, correlationId: placed.order.correlationId });
  return accepted(placed.order);
});

/** Counted in an index that lags behind by moments: the bound is there against hoarding, and not a promise. */
async function acceptsMore(buyerId: string): Promise<boolean> {
  const most = environment.MAX_OPEN_ORDERS_PER_BUYER;
  return most === 0 || (await countOpenOrders(orders, buyerId, most)) < most;
}

/** Of two equal requests at once, the first may have taken the last place: the second is still its repeat. */
async function repeatOrRefuse(orderId: string, fingerprint: string): Promise<Answer> {
  const existing = await readOrder(orders, orderId);
  if (existing !== undefined) return repeat(existing, fingerprint);
  const most = environment.MAX_OPEN_ORDERS_PER_BUYER;
  const detail = `At most ${most} orders of one buyer may be in flight; try again when some have ended.`;
  throw new Problem('too_many_open_orders', detail, [], { 'retry-after': '10' });
}

function repeat(order: Order, fingerprint: string): Answer {
  if (order.fingerprint !== fingerprint) throw keyReused();
  return accepted(order);
}

/** Canonical, since a table may give the members of what it stores back in any order. */
function accepted(order: Order): Answer {
  return text(202, canonicalJson(firstAnswer(order)), { location: `/orders/${order.orderId}` });
}
