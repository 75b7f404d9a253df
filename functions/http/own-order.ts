import type { Order } from '../../domain/ordering/order.ts';
import { isDigestId } from '../digest-id.ts';
import { Problem } from './problem.ts';
import { type Caller, pathParameter, type Request } from './request.ts';

export function orderNotFound(orderId: string): Problem {
  return new Problem('order_not_found', `There is no order ${JSON.stringify(orderId)}.`);
}

/** The order id in the path. @throws {Problem} `order_not_found` when no order can have that name */
export function orderIdOf(request: Request): string {
  const orderId = pathParameter(request, 'orderId');
  if (!isDigestId(orderId)) throw orderNotFound(orderId);
  return orderId;
}

/**
 * The order, if this caller may see it.
 * @throws {Problem} `order_not_found` for another buyer's order, as if it did not exist
 */
export function visibleTo(caller: Caller, order: Order | undefined, orderId: string): Order {
  if (order === undefined || (order.buyerId !== caller.sub && !caller.isStaff)) throw orderNotFound(orderId);
  return order;
}
