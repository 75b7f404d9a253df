import { decideOrder, readOrder, readReservation } from '../../adapters/dynamodb/changes.ts';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { simulatedProvider } from '../../adapters/payments/simulated/provider.ts';
import type { Order } from '../../domain/ordering/order.ts';
import { type PaymentReport, recordPayment, settlementOf } from '../../domain/ordering/pay.ts';
import { now } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { known, paymentReference } from './repeat.ts';
import { sagaTask, type TaskResult } from './task.ts';

const environment = readEnvironment({
  ORDERS_TABLE: 'string',
  INVENTORY_TABLE: 'string',
  PAYMENT_LEDGER_TABLE: 'string',
});
const client = createDynamoDBClient();
const tables = { client, ordersTable: environment.ORDERS_TABLE, inventoryTable: environment.INVENTORY_TABLE };
const provider = simulatedProvider({ client, paymentLedgerTable: environment.PAYMENT_LEDGER_TABLE }, now);

type Outcome = 'settled' | 'paid' | 'order_not_found';

/** Undoes whatever money was taken: void if not captured, refund if captured, asked for until known. */
export const handler = sagaTask('settle payment', async ({ orderId }): Promise<TaskResult<Outcome>> => {
  const [order, reservation] = await Promise.all([readOrder(tables, orderId), readReservation(tables, orderId)]);
  if (order === undefined) return { outcome: 'order_not_found' };
  const settlement = settlementOf(order, reservation);
  switch (settlement) {
    case 'settled':
    case 'paid':
      return { outcome: settlement, order };
    case 'not_closed':
      throw new Error(`The payment of order ${orderId} cannot be undone while its reservation is open to a commit`);
    case 'void':
      return undo(order);
    case 'refund':
      return refund(order);
  }
});

async function undo(order: Order): Promise<TaskResult<Outcome>> {
  const outcome = await known(() => provider.void(paymentReference(order)));
  if (outcome === 'captured') {
    await record(order, 'captured');
    return refund(order);
  }
  if (outcome === 'refunded') await record(order, 'captured');
  await record(order, outcome);
  return { outcome: 'settled', order };
}

async function refund(order: Order): Promise<TaskResult<Outcome>> {
  const outcome = await known(() => provider.refund(paymentReference(order)));
  if (outcome === 'refused') throw new Error(`The provider refuses to refund order ${order.orderId}`);
  await record(order, outcome);
  return { outcome: 'settled', order };
}

async function record(order: Order, report: PaymentReport): Promise<void> {
  await decideOrder(tables, order.orderId, (current) => recordPayment(current, report, { at: now() }));
}
