import type { Order } from '../../domain/ordering/order.ts';
import { inStatusSince, type SweepSettings } from '../../domain/ordering/saga.ts';
import type { Letter, Outcome } from './letter.ts';
import type { Kind } from './options.ts';

/** Something that waits for a person, and what became of it once it was redriven. */
export type Finding = {
  readonly kind: Kind;
  /** The dead-letter queue, by the name of its output; empty for a stuck order, which lies nowhere. */
  readonly where: string;
  /** The message's id; that of the order where there is no message. */
  readonly id: string;
  readonly since: string;
  readonly orderId: string | undefined;
  readonly what: string;
  readonly why: string;
  /** The letter itself. */
  readonly body: string | undefined;
};

export type Result = Finding & Outcome;

export function letterFinding({ raw, content, orderId, what, why }: Letter): Finding {
  const { queue, messageId, sentAt, body } = raw;
  return { kind: content.kind, where: queue.name, id: messageId, since: sentAt, orderId, what, why, body };
}

export function orderFinding(order: Order, { sagaTimeoutSeconds, sweepSeconds }: SweepSettings): Finding {
  return {
    kind: 'order',
    where: '',
    id: order.orderId,
    since: inStatusSince(order),
    orderId: order.orderId,
    what: `${order.status}, payment ${order.payment.status}`,
    why: `in flight for longer than ${sagaTimeoutSeconds + 2 * sweepSeconds} s`,
    body: undefined,
  };
}
