import { decideOrder, readOrder } from '../../adapters/dynamodb/changes.ts';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { closeReservation, pinReservation } from '../../adapters/dynamodb/reservations.ts';
import { simulatedProvider } from '../../adapters/payments/simulated/provider.ts';
import type { PinOutcome } from '../../domain/inventory/reservation.ts';
import type { Order } from '../../domain/ordering/order.ts';
import { recordPayment } from '../../domain/ordering/pay.ts';
import { attemptNumber } from '../../domain/payment/payment.ts';
import { now } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { PaymentOutcomeUnknown, paymentReference, untilKnown } from './repeat.ts';
import { sagaTask, type TaskResult } from './task.ts';

const environment = readEnvironment({
  ORDERS_TABLE: 'string',
  INVENTORY_TABLE: 'string',
  PAYMENT_LEDGER_TABLE: 'string',
});
const client = createDynamoDBClient();
const inventory = { client, inventoryTable: environment.INVENTORY_TABLE };
const orders = { client, ordersTable: environment.ORDERS_TABLE };
const provider = simulatedProvider({ client, paymentLedgerTable: environment.PAYMENT_LEDGER_TABLE }, now);

type Outcome =
  | 'authorized'
  | 'declined'
  /** The key was barred by a void: this attempt is over. */
  | 'barred'
  | 'too_late'
  | 'order_not_found'
  | 'not_awaiting_payment'
  | Exclude<PinOutcome, 'pinned'>;

/** Pins the reservation, so that it cannot expire, and authorises the payment of the order by the attempt's key. */
export const handler = sagaTask('authorize payment', async ({ orderId, authorizeBy }): Promise<TaskResult<Outcome>> => {
  if (Date.now() >= authorizeBy) return { outcome: 'too_late' };
  const order = await readOrder(orders, orderId);
  if (order === undefined) return { outcome: 'order_not_found' };
  if (order.status !== 'StockConfirmed') return { outcome: 'not_awaiting_payment', order };
  const pin = await pinReservation(inventory, orderId, attemptNumber, now());
  if (pin === 'expired') await closeReservation(inventory, orderId, 'expired', now());
  return { outcome: pin === 'pinned' ? await authorize(order, authorizeBy) : pin, order };
});

async function authorize(order: Order, authorizeBy: number): Promise<Outcome> {
  const request = { ...paymentReference(order), paymentMethod: order.paymentMethod };
  const outcome = await untilKnown(() => provider.authorize(request), authorizeBy);
  switch (outcome) {
    case 'authorized':
      return 'authorized';
    case 'refused':
      return 'barred';
    case 'declined':
      await recordDecline(order.orderId);
      return 'declined';
    case 'unknown':
      if (Date.now() >= authorizeBy - 200) return 'too_late';
      throw new PaymentOutcomeUnknown(`Whether order ${order.orderId} is authorised is not known yet`);
  }
}

/**
 * The closing comes first: it decides why the order ends. A recovery that has read the order before the decline was
 * written, and closes after it, would end it as a timeout.
 */
async function recordDecline(orderId: string): Promise<void> {
  await closeReservation(inventory, orderId, 'payment_failed', now());
  await decideOrder(orders, orderId, (order) => recordPayment(order, 'declined', { at: now() }));
}
