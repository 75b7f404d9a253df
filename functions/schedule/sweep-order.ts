import { decideOrder, type OrderTables, readOrder, readReservation } from '../../adapters/dynamodb/changes.ts';
import { readLatestEvents } from '../../adapters/dynamodb/status-event.ts';
import { type EventPublisher, publishEvents } from '../../adapters/eventbridge/publisher.ts';
import { type SagaStarter, startExecution } from '../../adapters/stepfunctions/executions.ts';
import type { DomainEvent } from '../../domain/events/event.ts';
import type { Reservation } from '../../domain/inventory/reservation.ts';
import { reservationEvent } from '../../domain/inventory/reservation-event.ts';
import { endGracePeriod } from '../../domain/ordering/advance.ts';
import { expireOrder } from '../../domain/ordering/cancel.ts';
import { isSettled, type Order } from '../../domain/ordering/order.ts';
import {
  inFlightSince,
  type SweepAction,
  type SweepSettings,
  sagaExecution,
  startRecovery,
  sweepAction,
} from '../../domain/ordering/saga.ts';
import { type Instant, secondsBetween } from '../../domain/time.ts';
import { now } from '../clock.ts';

/** What the sweep reads and writes, tells and starts; a person's redrive brings its own. */
export type SweepPorts = {
  readonly tables: OrderTables;
  readonly publisher: EventPublisher;
  readonly sagas: SagaStarter;
  readonly settings: SweepSettings;
};

export type SweptOrder = {
  readonly action: SweepAction;
  /** For how long it is in flight; 0 if it is not any more. */
  readonly ageSeconds: number;
  /** How long after its deadline its units come back, if they do now. */
  readonly expiryLagSeconds: number;
};

/** Does what is due for one order; answers what it was. */
export async function sweepOrder(ports: SweepPorts, orderId: string): Promise<SweptOrder> {
  const { tables, settings } = ports;
  const [order, reservation] = await Promise.all([readOrder(tables, orderId), readReservation(tables, orderId)]);
  if (order === undefined) return { action: 'none', ageSeconds: 0, expiryLagSeconds: 0 };
  const at = now();
  const action = sweepAction(order, reservation, at, settings);
  await perform(ports, action, order, reservation);
  const expiryLagSeconds = action === 'expire' ? secondsSinceDeadline(reservation, at) : 0;
  const ageSeconds = isSettled(order) ? 0 : secondsBetween(inFlightSince(order), at);
  return { action, ageSeconds, expiryLagSeconds };
}

function secondsSinceDeadline(reservation: Reservation | undefined, at: Instant): number {
  return reservation?.status === 'Held' ? secondsBetween(reservation.deadline, at) : 0;
}

async function perform(
  ports: SweepPorts,
  action: SweepAction,
  order: Order,
  reservation: Reservation | undefined,
): Promise<void> {
  const { tables, publisher } = ports;
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
      return publish(publisher, await readLatestEvents(tables.client, tables.ordersTable, order));
    case 'publish_reservation_again':
      return publishDecision(publisher, reservation);
    case 'start_execution_again':
      return start(ports, order);
    case 'start_recovery':
      return recover(ports, order.orderId);
  }
}

/** @throws when the bus does not take an event: the order stays in flight, and is due again */
async function publish(publisher: EventPublisher, events: readonly DomainEvent[]): Promise<void> {
  const failed = await publishEvents(publisher, events);
  if (failed.size > 0) throw new Error(`The bus did not take ${[...failed].join(', ')}`);
}

async function publishDecision(publisher: EventPublisher, reservation: Reservation | undefined): Promise<void> {
  const event = reservation === undefined ? undefined : reservationEvent(reservation);
  if (event !== undefined) await publish(publisher, [event]);
}

async function start({ sagas, settings }: SweepPorts, order: Order): Promise<void> {
  if (!('saga' in order) || order.saga === undefined) return;
  await startExecution(sagas, sagaExecution(order.orderId, order.saga, settings.sagaTimeoutSeconds));
}

/** The raised count is written first: it names the execution, and keeps the next sweep from starting another. */
async function recover(ports: SweepPorts, orderId: string): Promise<void> {
  const { outcome, order } = await decideOrder(ports.tables, orderId, (current, reservation) => {
    const at = now();
    // Somebody else may have started an execution since the sweep looked.
    if (sweepAction(current, reservation, at, ports.settings) !== 'start_recovery') return { outcome: 'settled' };
    return startRecovery(current, { at });
  });
  if (outcome === 'recovering') await start(ports, order);
}
