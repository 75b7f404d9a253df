import { decideOrder } from '../../adapters/dynamodb/changes.ts';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { shipOrder } from '../../domain/ordering/advance.ts';
import { orderView } from '../../domain/ordering/view.ts';
import { now } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { logDone } from '../log.ts';
import { shipmentBody } from './bodies.ts';
import { parseBody } from './body.ts';
import { orderIdOf, orderNotFound } from './own-order.ts';
import { Problem } from './problem.ts';
import { staffOf } from './request.ts';
import { answering, json } from './respond.ts';

const environment = readEnvironment({ ORDERS_TABLE: 'string' });
const tables = { client: createDynamoDBClient(), ordersTable: environment.ORDERS_TABLE };

/** Ships a paid order whose money is captured. */
export const handler = answering(async (request) => {
  staffOf(request);
  parseBody(request, shipmentBody, {});
  const orderId = orderIdOf(request);
  const { outcome, order } = await decideOrder(tables, orderId, (current) => shipOrder(current, { at: now() }));
  logDone('ship asked', { orderId, correlationId: order?.correlationId, outcome });
  switch (outcome) {
    case 'shipped':
    case 'already_shipped':
      return json(200, orderView(order));
    case 'order_not_found':
      throw orderNotFound(orderId);
    case 'payment_not_captured':
      throw new Problem(outcome, 'The payment is being captured; try again.', [], { 'retry-after': '1' });
    case 'order_not_paid':
      throw new Problem(outcome, `The order is ${order.status}.`);
  }
});
