import { decideOrder } from '../../adapters/dynamodb/changes.ts';
import { cancelUncaptured } from '../../domain/ordering/cancel.ts';
import { now } from '../clock.ts';
import { tables } from './tables.ts';
import { sagaTask, type TaskResult } from './task.ts';

type Outcome = 'cancelled' | 'already_cancelled' | 'captured' | 'order_not_found';

/** The provider refused the capture for good: the order leaves `Paid`, and its units return to stock. */
export const handler = sagaTask('cancel uncaptured order', async ({ orderId }): Promise<TaskResult<Outcome>> => {
  return decideOrder(tables, orderId, (order, reservation) => cancelUncaptured(order, reservation, { at: now() }));
});
