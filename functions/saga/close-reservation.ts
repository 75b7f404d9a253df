import { readOrder, readReservation } from '../../adapters/dynamodb/changes.ts';
import { closeReservation } from '../../adapters/dynamodb/reservations.ts';
import type { CloseOutcome } from '../../domain/inventory/reservation.ts';
import { closingCause } from '../../domain/ordering/pay.ts';
import { now } from '../clock.ts';
import { tables } from './tables.ts';
import { sagaTask, type TaskResult } from './task.ts';

/** `paid`: the commit came first, and the money is to be captured. All others: the money is to be undone. */
type Outcome = 'closed' | 'paid' | 'cancelled' | 'released' | 'order_not_found';

/** Closes the reservation to any commit, before money is undone: a commit that arrives later is refused. */
export const handler = sagaTask('close reservation', async ({ orderId }): Promise<TaskResult<Outcome>> => {
  const [order, reservation] = await Promise.all([readOrder(tables, orderId), readReservation(tables, orderId)]);
  if (order === undefined) return { outcome: 'order_not_found' };
  const at = now();
  const outcome = await closeReservation(tables, orderId, closingCause(order, reservation, { at }), at);
  return { outcome: await routeOf(outcome, orderId), order };
});

async function routeOf(outcome: CloseOutcome, orderId: string): Promise<Outcome> {
  switch (outcome) {
    case 'closed':
    case 'already_closed':
      return 'closed';
    case 'released':
    case 'not_held':
      return 'released';
    case 'committed':
      return (await readOrder(tables, orderId))?.status === 'Cancelled' ? 'cancelled' : 'paid';
  }
}
