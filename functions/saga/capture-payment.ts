import { decideOrder, readOrder } from '../../adapters/dynamodb/changes.ts';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { simulatedProvider } from '../../adapters/payments/simulated/provider.ts';
import { recordPayment } from '../../domain/ordering/pay.ts';
import { now } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { known, paymentReference } from './repeat.ts';
import { sagaTask, type TaskResult } from './task.ts';

const environment = readEnvironment({ ORDERS_TABLE: 'string', PAYMENT_LEDGER_TABLE: 'string' });
const client = createDynamoDBClient();
const orders = { client, ordersTable: environment.ORDERS_TABLE };
const provider = simulatedProvider({ client, paymentLedgerTable: environment.PAYMENT_LEDGER_TABLE }, now);

type Outcome = 'captured' | 'refused' | 'not_paid' | 'order_not_found';

/**
 * Captures the money of a paid order, and asks until the answer is known. An order that was cancelled meanwhile keeps
 * its status: whoever cancelled it sees to the money.
 */
export const handler = sagaTask('capture payment', async ({ orderId }): Promise<TaskResult<Outcome>> => {
  const order = await readOrder(orders, orderId);
  if (order === undefined) return { outcome: 'order_not_found' };
  if (order.status === 'Shipped' || order.payment.status === 'captured') return { outcome: 'captured', order };
  if (order.status !== 'Paid') return { outcome: 'not_paid', order };
  const outcome = await known(() => provider.capture(paymentReference(order)));
  if (outcome === 'refused') return { outcome: await stillPaid(orderId), order };
  await decideOrder(orders, orderId, (current) => recordPayment(current, 'captured', { at: now() }));
  return { outcome, order };
});

/** A capture is also refused after a void: then the order was cancelled, and nothing is wrong. */
async function stillPaid(orderId: string): Promise<Outcome> {
  const order = await readOrder(orders, orderId);
  return order?.status === 'Paid' ? 'refused' : 'not_paid';
}
