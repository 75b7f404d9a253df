import {
  catalogItemToItem,
  eventsToItem,
  type Item,
  orderToItem,
  reservationToItem,
  toItem,
} from '../../adapters/dynamodb/codec.ts';
import { stockKey } from '../../adapters/dynamodb/keys.ts';
import type { CatalogItem } from '../../domain/catalog/item.ts';
import { heldReservation } from '../../domain/inventory/reservation.ts';
import type { PaidOrder } from '../../domain/ordering/order.ts';
import { placeOrder } from '../../domain/ordering/place.ts';

/** An item, and the table that it belongs to. */
export type StoredItem = { readonly table: 'Orders' | 'Inventory' | 'Catalog'; readonly item: Item };

/** Orders of one buyer: as many as a page of the bench shows. */
export const ORDERS_PER_BUYER = 10;
const FIRST_ORDER_AT = Date.parse('2025-01-01T00:00:00Z');
const UNITS = 1_000_000;

export const storedBuyer = (index: number): string => `stored-buyer-${Math.floor(index / ORDERS_PER_BUYER)}`;
export const storedSku = (index: number): string => `stored-${String(index).padStart(7, '0')}`;

/** One SKU of a shop that has been there for long, and one order of it that was paid for; the latest tell no event. */
export function storedItems(index: number): StoredItem[] {
  const sku = storedSku(index);
  const item: CatalogItem = { sku, name: `Stored ${index}`, price: { amount: 1999, currency: 'USD' } };
  const { order, events, reservation } = paidOrder(index, item);
  return [
    { table: 'Orders', item: eventsToItem(order.orderId, events) },
    { table: 'Orders', item: orderToItem(order) },
    { table: 'Inventory', item: reservationToItem(reservation) },
    { table: 'Inventory', item: toItem({ ...stockKey(sku), available: UNITS, reserved: 0, sold: 1, revision: 3 }) },
    { table: 'Catalog', item: catalogItemToItem(item) },
  ];
}

function paidOrder(index: number, { sku, name, price }: CatalogItem) {
  const at = new Date(FIRST_ORDER_AT + index * 1000).toISOString();
  const orderId = `stored-order-${index}`;
  const lines = [{ sku, name, quantity: 1, unitPrice: price }];
  const { order: placed, events } = placeOrder({
    orderId,
    buyerId: storedBuyer(index),
    lines,
    currency: price.currency,
    paymentMethod: 'pm_card_visa',
    fingerprint: orderId,
    correlationId: orderId,
    at,
    gracePeriodSeconds: 0,
  });
  const history = [...placed.history, { at, status: 'StockConfirmed' as const }, { at, status: 'Paid' as const }];
  const order: PaidOrder = {
    ...placed,
    status: 'Paid',
    payment: { status: 'captured', attempts: 1 },
    reservation: { status: 'Committed', deadline: at },
    saga: { recoveries: 0, startedAt: at },
    history,
    version: 5,
    revision: 5,
  };
  const request = { orderId, lines, eventVersion: 1, eventId: orderId, correlationId: orderId, decidedAt: at };
  return { order, events, reservation: { ...heldReservation(request, at), status: 'Committed' as const, pin: 1 } };
}
