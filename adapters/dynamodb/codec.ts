import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { CatalogItem } from '../../domain/catalog/item.ts';
import type { DomainEvent } from '../../domain/events/event.ts';
import type { Movement } from '../../domain/inventory/movement.ts';
import type { Reservation } from '../../domain/inventory/reservation.ts';
import type { Stock } from '../../domain/inventory/stock.ts';
import { isSettled, type Order } from '../../domain/ordering/order.ts';
import type { StoredAdjustment } from './adjustments.ts';
import { catalogKey, eventKey, type Key, movementKey, orderKey, reservationKey, shardOf } from './keys.ts';

/** What stands in a table; the casts of this file are the one place where stored items become domain values. */
export type Item = Record<string, AttributeValue>;

export function toItem(value: object): Item {
  return marshall(value, { removeUndefinedValues: true });
}

export function toKey(key: Key): Item {
  return marshall(key);
}

function withoutKeys(item: Item, ...attributes: string[]): Record<string, unknown> {
  const value = unmarshall(item);
  for (const attribute of ['pk', 'sk', ...attributes]) delete value[attribute];
  return value;
}

/** Sorts the orders of an index by the time of placement. */
export function placedKey(order: Pick<Order, 'createdAt' | 'orderId'>): string {
  return `${order.createdAt}#${order.orderId}`;
}

/** The order with its index attributes: those of orders in flight go when the order is settled, the others never change. */
export function orderToItem(order: Order): Item {
  const shard = shardOf(order.orderId);
  return toItem({
    ...orderKey(order.orderId),
    ...order,
    placed: placedKey(order),
    placementShard: shard,
    ...(isSettled(order) ? {} : { inFlightShard: shard, openBuyerId: order.buyerId }),
  });
}

export function orderFromItem(item: Item): Order {
  return withoutKeys(item, 'placed', 'placementShard', 'inFlightShard', 'openBuyerId') as Order;
}

/** One item holds all events of one change, which have consecutive versions. */
export function eventsToItem(orderId: string, events: readonly DomainEvent[]): Item {
  const first = events[0];
  if (first === undefined) throw new Error(`No event to store for order ${orderId}`);
  return toItem({ ...eventKey(orderId, first.detail.metadata.version), events });
}

export function eventsFromItem(item: Item): DomainEvent[] {
  return unmarshall(item).events as DomainEvent[];
}

export function reservationToItem(reservation: Reservation): Item {
  return toItem({ ...reservationKey(reservation.orderId), ...reservation });
}

export function reservationFromItem(item: Item): Reservation {
  return withoutKeys(item, 'uncountedShard') as Reservation;
}

/** Totals that were never written are zero: an item of the catalogue has a stock item before its first adjustment. */
export function stockFromItem(item: Item): Stock {
  const { pk, sk: _, ...value } = unmarshall(item);
  return { available: 0, reserved: 0, sold: 0, revision: 0, ...value, sku: String(pk).slice('STOCK#'.length) };
}

export function catalogItemToItem(item: CatalogItem): Item {
  return toItem({ ...catalogKey(item.sku), ...item });
}

export function catalogItemFromItem(item: Item): CatalogItem {
  return withoutKeys(item) as CatalogItem;
}

export function adjustmentFromItem(item: Item): StoredAdjustment {
  return withoutKeys(item) as StoredAdjustment;
}

export function movementToItem(movement: Movement): Item {
  return toItem({ ...movementKey(movement.sku, movement.at, movement.movementId), ...movement });
}

export function movementFromItem(item: Item): Movement {
  return withoutKeys(item) as Movement;
}
