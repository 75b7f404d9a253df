import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { operationOf } from '../../functions/http/idempotency.ts';
import { requestEvent } from '../functions/http/gateway.ts';
import type { OrderBody } from './client.ts';
import { type OrderView, orderSchema, read } from './schemas.ts';
import type { Buyer, Shop } from './shop.ts';

/**
 * An order that is still to be placed, and whose id is known already, since it is made of its request: so faults can be
 * aimed at it before anything happens to it.
 */
export type PlannedOrder = {
  readonly orderId: string;
  readonly buyer: Buyer;
  readonly idempotencyKey: string;
  readonly body: OrderBody;
  /** The SKU of its only line. */
  readonly sku: string;
};

/** Plans an order of `quantity` units of a SKU of its own, of which there are `units`. */
export async function planOrder(
  shop: Shop,
  { paymentMethod = 'pm_card_visa', units = 5, quantity = 2 } = {},
): Promise<PlannedOrder> {
  const [buyer, sku] = await Promise.all([shop.newBuyer(), shop.newItem({ units })]);
  const idempotencyKey = randomUUID();
  return {
    orderId: idOf(buyer, idempotencyKey),
    buyer,
    idempotencyKey,
    body: { lines: [{ sku, quantity }], paymentMethod },
    sku,
  };
}

function idOf({ sub, token }: Buyer, key: string): string {
  const request = requestEvent({ method: 'POST', path: '/orders', key }, 'POST /orders', {});
  const { iss: issuer = '' } = decodeJwt(token);
  return operationOf(request, { sub, issuer, isStaff: false }, undefined).operationId;
}

/** @throws when it is answered with another order than the planned one */
export async function placePlanned(shop: Shop, planned: PlannedOrder): Promise<OrderView> {
  const { buyer, body, idempotencyKey, orderId } = planned;
  const order = read(await shop.client.placeOrder(buyer.token, body, idempotencyKey), 202, orderSchema);
  if (order.orderId !== orderId) throw new Error(`Planned was order ${orderId}, placed was ${order.orderId}`);
  return order;
}
