import { decideOrder } from '../../adapters/dynamodb/changes.ts';
import { cancelUncaptured } from '../../domain/ordering/cancel.ts';
import { now } from '../clock.ts';
import { parseSagaInput } from './input.ts';
import { tables } from './tables.ts';

type Outcome = 'cancelled' | 'already_cancelled' | 'captured' | 'order_not_found';

/** The provider refused the capture for good: the order leaves `Paid`, and its units return to stock. */
export async function handler(event: unknown): Promise<{ readonly outcome: Outcome }> {
  const { orderId } = parseSagaInput(event);
  const { outcome } = await decideOrder(tables, orderId, (order) => cancelUncaptured(order, { at: now() }));
  return { outcome };
}
