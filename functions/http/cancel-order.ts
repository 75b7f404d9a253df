import type * as z from 'zod/mini';
import { decideOrder, readOrder, readReservation } from '../../adapters/dynamodb/changes.ts';
import { createDynamoDBClient, createSingleAttemptClient } from '../../adapters/dynamodb/client.ts';
import { countSettlement } from '../../adapters/dynamodb/counting/count.ts';
import { readAvailable } from '../../adapters/dynamodb/stock.ts';
import { createSagaStarter, startExecution } from '../../adapters/stepfunctions/executions.ts';
import type { CancellationWish } from '../../domain/inventory/reservation.ts';
import { cancelOrder } from '../../domain/ordering/cancel.ts';
import { isSettled, type Order } from '../../domain/ordering/order.ts';
import { sagaExecution } from '../../domain/ordering/saga.ts';
import { orderView } from '../../domain/ordering/view.ts';
import { now } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { logDone, logFailure } from '../log.ts';
import { cancellationBody } from './bodies.ts';
import { parseBody } from './body.ts';
import { orderIdOf, visibleTo } from './own-order.ts';
import { Problem } from './problem.ts';
import { type Caller, callerOf } from './request.ts';
import { answering, json } from './respond.ts';

const environment = readEnvironment({
  ORDERS_TABLE: 'string',
  INVENTORY_TABLE: 'string',
  STATE_MACHINE_ARN: 'string',
  SAGA_TIMEOUT_SECONDS: 'number',
});
const client = createDynamoDBClient();
const tables = { client, ordersTable: environment.ORDERS_TABLE, inventoryTable: environment.INVENTORY_TABLE };
const countingTable = {
  client,
  inventoryTable: environment.INVENTORY_TABLE,
  singleAttemptClient: createSingleAttemptClient(),
};
const sagas = createSagaStarter(environment.STATE_MACHINE_ARN);

/** Cancels the order at once, or records the wish where a payment is in flight. */
export const handler = answering(async (request) => {
  const caller = callerOf(request);
  const orderId = orderIdOf(request);
  const body = parseBody(request, cancellationBody, {});
  const before = visibleTo(caller, await readOrder(tables, orderId), orderId);
  const wish = wishOf(caller, body);
  const available = await availableOf(before, wish);
  const cancel = () =>
    decideOrder(tables, orderId, (current, reservation) =>
      cancelOrder(current, reservation, { wish, available }, { at: now() }),
    );
  const first = await cancel();
  const { outcome, order } = first.outcome === 'commit_not_counted' ? await countFirst(orderId, cancel) : first;
  if (outcome === 'order_not_found') throw new Error(`Order ${orderId} is not there any more`);
  if (outcome === 'commit_not_counted') throw new Error(`The commit of order ${orderId} stays uncounted`);
  if (outcome === 'already_shipped') throw new Problem('order_already_shipped', 'A shipped order cannot be cancelled.');
  logDone('cancel asked', { orderId, correlationId: order.correlationId, outcome, by: wish.by });
  await undoMoney(order);
  return json(outcome === 'already_cancelled' ? 200 : 202, orderView(order));
});

/** @throws {Problem} when a buyer wants units written off */
function wishOf({ isStaff }: Caller, { note, restock }: z.infer<typeof cancellationBody>): CancellationWish {
  if (restock === false && !isStaff) throw new Problem('forbidden', 'Only staff may write units off.');
  return {
    requestedAt: now(),
    by: isStaff ? 'staff' : 'buyer',
    ...(restock === undefined ? {} : { restock }),
    ...(note === undefined ? {} : { note }),
  };
}

/** Units are written off once their own commit is counted: so that is done now, whoever has begun to. */
async function countFirst<Result>(orderId: string, thenCancel: () => Promise<Result>): Promise<Result> {
  const reservation = await readReservation(tables, orderId);
  if (reservation !== undefined) await countSettlement(countingTable, reservation, now());
  return thenCancel();
}

/** A write-off tells what is available of each SKU. */
async function availableOf(order: Order, { restock }: CancellationWish): Promise<ReadonlyMap<string, number>> {
  if (restock !== false) return new Map();
  const skus = order.lines.map(({ sku }) => sku);
  return readAvailable(client, environment.INVENTORY_TABLE, skus, true);
}

/** The order is cancelled whether or not its execution starts now: the sweep starts it otherwise. */
async function undoMoney(order: Order): Promise<void> {
  if (order.status !== 'Cancelled' || order.saga === undefined || isSettled(order)) return;
  try {
    await startExecution(sagas, sagaExecution(order.orderId, order.saga, environment.SAGA_TIMEOUT_SECONDS));
  } catch (error) {
    logFailure('execution not started', error, { orderId: order.orderId });
  }
}
