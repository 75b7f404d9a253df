import { isSettled } from './ordering.ts';
import type { OrderRecord, ReservationRecord } from './records.ts';
import { isExpired } from './reservation.ts';
import type { Without } from './safeguards.ts';

/** What the clock says of an order's times. */
export type SweepClock = {
  readonly deadlinePassed: boolean;
  /** A sweep has passed since the order last moved, or since its latest execution was counted. */
  readonly waitedForSweep: boolean;
  /** The latest execution should have ended by itself. */
  readonly pastTimeLimit: boolean;
};

export function sweepAction(order: OrderRecord, found: ReservationRecord, clock: SweepClock, without: Without) {
  if (isSettled(order, without)) return 'none';
  if (isExpired(found, clock.deadlinePassed)) return 'expire';
  if (order.status === 'Submitted') return clock.waitedForSweep ? 'end_grace_period' : 'none';
  if (order.status === 'AwaitingValidation') {
    if (!clock.waitedForSweep || without === 'the_sweep_tells_again') return 'none';
    return found.status === 'absent' ? 'publish_status_again' : 'publish_reservation_again';
  }
  if (order.saga === 'none') return 'none';
  if (clock.pastTimeLimit && without !== 'the_sweep_recovers') return 'start_recovery';
  const mayNotHaveStarted = (found.status === 'Held' && !found.pin) || order.status === 'Cancelled';
  return mayNotHaveStarted && clock.waitedForSweep ? 'start_execution_again' : 'none';
}
