import type { Order } from '../../domain/ordering/order.ts';
import { Problem } from './problem.ts';
import type { Caller } from './request.ts';

export function orderNotFound(orderId: string): Problem {
  return new Problem('order_not_found', `There is no order ${JSON.stringify(orderId)}.`);
}

/**
 * The order, if this caller may see it.
 * @throws {Problem} `order_not_found` for another buyer's order, as if it did not exist
 */
export function visibleTo(caller: Caller, order: Order | undefined, orderId: string): Order {
  if (order === undefined || (order.buyerId !== caller.sub && !caller.isStaff)) throw orderNotFound(orderId);
  return order;
}
