import { decideOrder } from '../../adapters/dynamodb/changes.ts';
import { releaseClosed } from '../../domain/ordering/cancel.ts';
import { now } from '../clock.ts';
import { tables } from './tables.ts';
import { sagaTask, type TaskResult } from './task.ts';

type Outcome = 'released' | 'already_released' | 'committed' | 'order_not_found';

/** Puts the units of a closed order back, exactly once, and cancels the order with its reason. */
export const handler = sagaTask('release stock', async ({ orderId }): Promise<TaskResult<Outcome>> => {
  const { outcome, order: decided } = await decideOrder(tables, orderId, (order, reservation) =>
    releaseClosed(order, reservation, { at: now() }),
  );
  if (outcome === 'payment_unsettled' || outcome === 'not_closed') {
    throw new Error(`The stock of order ${orderId} cannot be released yet: ${outcome}`);
  }
  return { outcome, order: decided };
});
