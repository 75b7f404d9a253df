import type { Reservation } from '../inventory/reservation.ts';
import { isExpired } from '../inventory/reservation.ts';
import { addSeconds, type Instant, secondsBetween } from '../time.ts';
import { type ChangeContext, changeOrder, type Decision } from './change.ts';
import { isSettled, type Order, type SagaRun } from './order.ts';

/** The input of an execution. `authorizeBy` in epoch milliseconds; 0 undoes or completes and never authorises. */
export type SagaInput = { readonly orderId: string; readonly authorizeBy: number };

export type SagaExecution = { readonly name: string; readonly input: SagaInput };

/** The order id names the first execution, so that starting it twice is one start; later ones are numbered. */
export function sagaExecution(orderId: string, saga: SagaRun, sagaTimeoutSeconds: number): SagaExecution {
  if (saga.recoveries > 0) return { name: `${orderId}.${saga.recoveries}`, input: { orderId, authorizeBy: 0 } };
  const authorizeBy = Date.parse(addSeconds(saga.startedAt, sagaTimeoutSeconds));
  return { name: orderId, input: { orderId, authorizeBy } };
}

/** Counts one more execution, for an order whose stock or money is unsettled past its time. */
export function startRecovery(order: Order, context: ChangeContext): Decision<'recovering' | 'settled'> {
  if (isSettled(order) || !('saga' in order) || order.saga === undefined) return { outcome: 'settled' };
  const saga = { recoveries: order.saga.recoveries + 1, startedAt: context.at };
  const after: Order = { ...order, saga };
  return { outcome: 'recovering', change: changeOrder(order, after, context) };
}

/** What the sweep has to do about one order in flight. */
export type SweepAction =
  | 'none'
  | 'end_grace_period'
  | 'expire'
  | 'publish_status_again'
  | 'publish_reservation_again'
  | 'start_execution_again'
  | 'start_recovery';

export type SweepSettings = {
  readonly sweepSeconds: number;
  readonly sagaTimeoutSeconds: number;
  readonly gracePeriodSeconds: number;
};

/** Decides by what is stored alone, so that it matters to nobody how often, or how late, the sweep comes. */
export function sweepAction(
  order: Order,
  reservation: Reservation | undefined,
  at: Instant,
  settings: SweepSettings,
): SweepAction {
  if (isSettled(order)) return 'none';
  if (reservation?.status === 'Held' && isExpired(reservation, at)) return 'expire';
  switch (order.status) {
    case 'Submitted':
      return graceAction(order, at, settings);
    case 'AwaitingValidation':
      return awaitingAction(order, reservation, at, settings);
    default:
      return sagaAction(order, reservation, at, settings);
  }
}

function graceAction(order: Order, at: Instant, settings: SweepSettings): SweepAction {
  const waited = secondsBetween(order.createdAt, at);
  return waited >= settings.gracePeriodSeconds + settings.sweepSeconds ? 'end_grace_period' : 'none';
}

/** No answer within a sweep may mean a lost message: telling it again is harmless. */
function awaitingAction(
  order: Order,
  reservation: Reservation | undefined,
  at: Instant,
  settings: SweepSettings,
): SweepAction {
  if (secondsBetween(order.updatedAt, at) < settings.sweepSeconds) return 'none';
  return reservation === undefined ? 'publish_status_again' : 'publish_reservation_again';
}

/** Half a sweep lets an execution that keeps its limit end by itself before another one joins it. */
function sagaAction(
  order: Order,
  reservation: Reservation | undefined,
  at: Instant,
  settings: SweepSettings,
): SweepAction {
  if (!('saga' in order) || order.saga === undefined) return 'none';
  const running = secondsBetween(order.saga.startedAt, at);
  if (running >= settings.sagaTimeoutSeconds + settings.sweepSeconds / 2) return 'start_recovery';
  const unpinned = reservation?.status === 'Held' && reservation.pin === undefined;
  const mayNotHaveStarted = unpinned || order.status === 'Cancelled';
  return mayNotHaveStarted && running >= settings.sweepSeconds ? 'start_execution_again' : 'none';
}

/** When the order came to where it is: recoveries and other writes that change no status do not count. */
export function inStatusSince(order: Order): Instant {
  return order.history.at(-1)?.at ?? order.createdAt;
}

/** Since when an order is in flight; one that was settled, and is cancelled afterwards, is in flight once more. */
export function inFlightSince(order: Order): Instant {
  return order.status === 'Cancelled' ? inStatusSince(order) : order.createdAt;
}

/** Whether an order is in flight for longer than the saga's time limit and two sweeps: it needs a person. */
export function isStuck(order: Order, at: Instant, settings: SweepSettings): boolean {
  if (isSettled(order)) return false;
  const grace = order.status === 'Submitted' ? settings.gracePeriodSeconds : 0;
  const limit = grace + settings.sagaTimeoutSeconds + 2 * settings.sweepSeconds;
  return secondsBetween(inStatusSince(order), at) > limit;
}
