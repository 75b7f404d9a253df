import { setTimeout as delay } from 'node:timers/promises';
import type { Order } from '../../domain/ordering/order.ts';
import { paymentKey } from '../../domain/payment/payment.ts';
import type { PaymentReference } from '../../domain/payment/provider.ts';

/** No answer came in this invocation's time. The state's Retry asks again, with the same key. */
export class PaymentOutcomeUnknown extends Error {
  override readonly name = 'PaymentOutcomeUnknown';
}

/** How long one invocation goes on asking before it leaves the waiting, which is billed, to the state machine. */
const patienceMilliseconds = 3_000;
const pauseMilliseconds = 100;

/**
 * Repeats a call to the provider until it answers. A timeout is not a no: only an answer ends the asking, or the limit.
 * @param until epoch milliseconds; no call begins after it
 */
export async function untilKnown<Outcome extends string>(
  call: () => Promise<Outcome | 'unknown'>,
  until = Number.POSITIVE_INFINITY,
): Promise<Outcome | 'unknown'> {
  const limit = Math.min(until, Date.now() + patienceMilliseconds);
  for (;;) {
    const outcome = await call();
    if (outcome !== 'unknown') return outcome;
    if (Date.now() + pauseMilliseconds >= limit) return outcome;
    await delay(pauseMilliseconds);
  }
}

/** @throws {PaymentOutcomeUnknown} when it stays unknown */
export async function known<Outcome extends string>(
  call: () => Promise<Outcome>,
): Promise<Exclude<Outcome, 'unknown'>> {
  const outcome: Outcome | 'unknown' = await untilKnown(call);
  if (isKnown(outcome)) return outcome;
  throw new PaymentOutcomeUnknown('The payment provider did not answer');
}

function isKnown<Outcome extends string>(outcome: Outcome | 'unknown'): outcome is Exclude<Outcome, 'unknown'> {
  return outcome !== 'unknown';
}

export function paymentReference(order: Order): PaymentReference {
  return { key: paymentKey(order.orderId), orderId: order.orderId, amount: order.total };
}
