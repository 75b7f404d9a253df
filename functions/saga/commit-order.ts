import { decideOrder } from '../../adapters/dynamodb/changes.ts';
import { type CommitOrderOutcome, commitOrder } from '../../domain/ordering/pay.ts';
import { attemptNumber } from '../../domain/payment/payment.ts';
import { now } from '../clock.ts';
import { tables } from './tables.ts';
import { sagaTask, type TaskResult } from './task.ts';

type Outcome = Exclude<CommitOrderOutcome, 'already_committed'> | 'order_not_found';

/** Commits the reservation and marks the order paid, in one transaction. A repeat is answered as the first was. */
export const handler = sagaTask('commit order', async ({ orderId }): Promise<TaskResult<Outcome>> => {
  const { outcome, order: decided } = await decideOrder(tables, orderId, (order, reservation) =>
    commitOrder(order, reservation, attemptNumber, { at: now() }),
  );
  return { outcome: outcome === 'already_committed' ? 'committed' : outcome, order: decided };
});
