import type { CatalogItem } from '../catalog/item.ts';
import { type DomainEvent, orderEvents } from '../events/event.ts';
import { type OrderLine, type RequestedLine, totalOf } from '../lines.ts';
import { noPayment } from '../payment/payment.ts';
import type { Instant } from '../time.ts';
import { statusChanged } from './change.ts';
import type { Order } from './order.ts';

export type PricingOutcome =
  | { readonly outcome: 'priced'; readonly lines: readonly OrderLine[]; readonly currency: string }
  | { readonly outcome: 'unknown_sku'; readonly skus: readonly string[] }
  | { readonly outcome: 'mixed_currencies'; readonly currencies: readonly string[] };

/** Gives merged lines the catalogue's names and prices of this moment; the client's word on prices is never asked. */
export function priceLines(
  lines: readonly RequestedLine[],
  catalog: ReadonlyMap<string, Pick<CatalogItem, 'name' | 'price'>>,
): PricingOutcome {
  const priced: OrderLine[] = [];
  const unknown: string[] = [];
  for (const { sku, quantity } of lines) {
    const item = catalog.get(sku);
    if (item === undefined) unknown.push(sku);
    else priced.push({ sku, name: item.name, quantity, unitPrice: item.price });
  }
  if (unknown.length > 0) return { outcome: 'unknown_sku', skus: unknown };
  const [currency, ...others] = new Set(priced.map((line) => line.unitPrice.currency));
  if (currency === undefined || others.length > 0) {
    return { outcome: 'mixed_currencies', currencies: currency === undefined ? [] : [currency, ...others] };
  }
  return { outcome: 'priced', lines: priced, currency };
}

export type Placement = {
  readonly orderId: string;
  readonly buyerId: string;
  readonly lines: readonly OrderLine[];
  readonly currency: string;
  readonly paymentMethod: string;
  readonly fingerprint: string;
  readonly correlationId: string;
  readonly at: Instant;
  readonly gracePeriodSeconds: number;
};

/** A new order and its first event. With a grace period it waits as `Submitted`, without one it asks for its stock. */
export function placeOrder(placement: Placement): { readonly order: Order; readonly events: readonly DomainEvent[] } {
  const { lines, currency, at, gracePeriodSeconds, ...facts } = placement;
  const status = gracePeriodSeconds > 0 ? 'Submitted' : 'AwaitingValidation';
  const order: Order = {
    ...facts,
    status,
    lines,
    total: totalOf(lines, currency),
    payment: noPayment,
    createdAt: at,
    updatedAt: at,
    history: [{ at, status }],
    version: 1,
    revision: 1,
  };
  const { orderId, correlationId } = facts;
  return { order, events: orderEvents([statusChanged(order)], { orderId, version: 1, occurredAt: at, correlationId }) };
}
