import { noPayment } from '../payment/payment.ts';
import type { Order } from './order.ts';

/** An order as the API shows it. Members that do not apply are left out. */
export function orderView(order: Order) {
  return {
    orderId: order.orderId,
    buyerId: order.buyerId,
    status: order.status,
    ...(order.status === 'Cancelled' ? { reason: order.reason } : {}),
    lines: order.lines.map(({ sku, name, quantity, unitPrice }) => ({ sku, name, quantity, unitPrice })),
    total: order.total,
    ...('reservation' in order && order.reservation !== undefined ? { reservation: order.reservation } : {}),
    payment: { status: order.payment.status, attempts: order.payment.attempts },
    ...(order.cancellation === undefined ? {} : { cancellation: order.cancellation }),
    ...(order.status === 'Cancelled' && order.shortages !== undefined ? { shortages: order.shortages } : {}),
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
    history: order.history,
  };
}

/**
 * The answer that placing the order gave, whatever has become of it since: made of nothing that ever changes, so that
 * every repeat of the request is answered alike, byte for byte.
 */
export function firstAnswer(order: Order) {
  const { orderId, buyerId, lines, total, paymentMethod, correlationId, fingerprint, createdAt } = order;
  const history = order.history.slice(0, 1);
  const status = history[0]?.status === 'Submitted' ? 'Submitted' : 'AwaitingValidation';
  const unchanging = { orderId, buyerId, lines, total, paymentMethod, correlationId, fingerprint, createdAt };
  const placed = { ...unchanging, payment: noPayment, updatedAt: createdAt, history, version: 1, revision: 1 };
  return orderView({ ...placed, status });
}
