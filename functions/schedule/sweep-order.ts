import { decideOrder, readOrder, readReservation } from '../../adapters/dynamodb/changes.ts';
import { readLatestEvents } from '../../adapters/dynamodb/status-event.ts';
import { publishEvents } from '../../adapters/eventbridge/publisher.ts';
import { startExecution } from '../../adapters/stepfunctions/executions.ts';
import type { DomainEvent } from '../../domain/events/event.ts';
import type { Reservation } from '../../domain/inventory/reservation.ts';
import { reservationEvent } from '../../domain/inventory/reservation-event.ts';
import { endGracePeriod } from '../../domain/ordering/advance.ts';
import { expireOrder } from '../../domain/ordering/cancel.ts';
import type { Order } from '../../domain/ordering/order.ts';
import { type SweepAction, sagaExecution, startRecovery, sweepAction } from '../../domain/ordering/saga.ts';
import { now } from '../clock.ts';
import { environment, publisher, sagas, settings, tables } from './environment.ts';

/** Does what is due for one order; answers what it was. */
export async function sweepOrder(orderId: string): Promise<SweepAction> {
  const [order, reservation] = await Promise.all([readOrder(tables, orderId), readReservation(tables, orderId)]);
  if (order === undefined) return 'none';
  const action = sweepAction(order, reservation, now(), settings);
  await perform(action, order, reservation);
  return action;
}

async function perform(action: SweepAction, order: Order, reservation: Reservation | undefined): Promise<void> {
  switch (action) {
    case 'none':
      return;
    case 'end_grace_period':
      await decideOrder(tables, order.orderId, (current) => endGracePeriod(current, { at: now() }));
      return;
    case 'expire':
      await decideOrder(tables, order.orderId, (current, held) => expireOrder(current, held, { at: now() }));
      return;
    case 'publish_status_again':
      return publish(await readLatestEvents(tables.client, environment.ORDERS_TABLE, order));
    case 'publish_reservation_again':
      return publishDecision(reservation);
    case 'start_execution_again':
      return start(order);
    case 'start_recovery':
      return recover(order.orderId);
  }
}

/** @throws when the bus does not take an event: the order stays in flight, and is due again */
async function publish(events: readonly DomainEvent[]): Promise<void> {
  const failed = await publishEvents(publisher, events);
  if (failed.size > 0) throw new Error(`The bus did not take ${[...failed].join(', ')}`);
}

async function publishDecision(reservation: Reservation | undefined): Promise<void> {
  const event = reservation === undefined ? undefined : reservationEvent(reservation);
  if (event !== undefined) await publish([event]);
}

async function start(order: Order): Promise<void> {
  if (!('saga' in order) || order.saga === undefined) return;
  await startExecution(sagas, sagaExecution(order.orderId, order.saga, settings.sagaTimeoutSeconds));
}

/** The raised count is written first: it names the execution, and keeps the next sweep from starting another. */
async function recover(orderId: string): Promise<void> {
  const { outcome, order } = await decideOrder(tables, orderId, (current, reservation) => {
    const at = now();
    // Somebody else may have started an execution since the sweep looked.
    if (sweepAction(current, reservation, at, settings) !== 'start_recovery') return { outcome: 'settled' };
    return startRecovery(current, { at });
  });
  if (outcome === 'recovering') await start(order);
}
