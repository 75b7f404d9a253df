import { decideOrder } from '../../adapters/dynamodb/changes.ts';
import { releaseClosed } from '../../domain/ordering/cancel.ts';
import { now } from '../clock.ts';
import { parseSagaInput } from './input.ts';
import { tables } from './tables.ts';

type Outcome = 'released' | 'already_released' | 'committed' | 'order_not_found';

/** Puts the units of a closed order back, exactly once, and cancels the order with its reason. */
export async function handler(event: unknown): Promise<{ readonly outcome: Outcome }> {
  const { orderId } = parseSagaInput(event);
  const { outcome } = await decideOrder(tables, orderId, (order, reservation) =>
    releaseClosed(order, reservation, { at: now() }),
  );
  if (outcome === 'payment_unsettled' || outcome === 'not_closed') {
    throw new Error(`The stock of order ${orderId} cannot be released yet: ${outcome}`);
  }
  return { outcome };
}
