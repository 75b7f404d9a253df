import { batchGet } from '../../adapters/dynamodb/batch-get.ts';
import { orderFromItem } from '../../adapters/dynamodb/codec.ts';
import { ordersInFlight } from '../../adapters/dynamodb/in-flight.ts';
import { orderKey } from '../../adapters/dynamodb/keys.ts';
import type { Order } from '../../domain/ordering/order.ts';
import { isStuck, type SweepAction } from '../../domain/ordering/saga.ts';
import { sweepOrder } from '../../functions/schedule/sweep-order.ts';
import { left, type Outcome, redriven } from './letter.ts';
import type { Ports } from './ports.ts';

/** The orders that are in flight for longer than any order may be. */
export async function findStuckOrders({ sweep, progress }: Ports): Promise<Order[]> {
  const { client, ordersTable } = sweep.tables;
  const stuck: Order[] = [];
  let inFlight = 0;
  for await (const orderIds of ordersInFlight(client, ordersTable, 0)) {
    const items = await batchGet(client, ordersTable, orderIds.map(orderKey), true);
    const at = new Date().toISOString();
    stuck.push(...items.map(orderFromItem).filter((order) => isStuck(order, at, sweep.settings)));
    inFlight += orderIds.length;
    progress.show(`${inFlight} orders in flight, ${stuck.length} of them stuck`);
  }
  return stuck;
}

const done: Readonly<Record<SweepAction, Outcome>> = {
  none: left('nothing is due yet: an execution was started for it, and has time left'),
  end_grace_period: redriven('its grace period is ended'),
  expire: redriven('its reservation is expired'),
  publish_status_again: redriven('its latest event is published again'),
  publish_reservation_again: redriven("its reservation's event is published again"),
  start_execution_again: redriven('its execution is started again'),
  start_recovery: redriven('a recovery is started'),
};

/** Does for one order what the sweep would do now. */
export async function recoverOrder({ sweep }: Ports, orderId: string): Promise<Outcome> {
  const { action } = await sweepOrder(sweep, orderId);
  return done[action];
}
