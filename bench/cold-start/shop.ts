import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { decideOrder, readReservation } from '../../adapters/dynamodb/changes.ts';
import { catalogItemToItem, toItem } from '../../adapters/dynamodb/codec.ts';
import { stockKey } from '../../adapters/dynamodb/keys.ts';
import { insertOrder } from '../../adapters/dynamodb/placing.ts';
import { pinReservation, reserveStock } from '../../adapters/dynamodb/reservations.ts';
import type { DomainEvent } from '../../domain/events/event.ts';
import { reservationEvent } from '../../domain/inventory/reservation-event.ts';
import { followReservation } from '../../domain/ordering/advance.ts';
import { placeOrder } from '../../domain/ordering/place.ts';
import type { TestEngine } from '../../test/support/engine.ts';

export const sku = 'cold-sku';
const price = { amount: 1_999, currency: 'USD' };
const item = { sku, name: 'Thing', price };
const lines = [{ sku, name: item.name, quantity: 1, unitPrice: price }];
const ttlSeconds = 900;
const attempt = 1;

/** Brings an order to where a function finds it, as the functions before it would. */
export class Shop {
  readonly #engine: TestEngine;

  constructor(engine: TestEngine) {
    this.#engine = engine;
  }

  get #tables() {
    const { client, tables } = this.#engine;
    return { client, ordersTable: tables.Orders, inventoryTable: tables.Inventory };
  }

  /** An item that any number of orders can have. */
  async open(): Promise<void> {
    const { client, tables } = this.#engine;
    const stock = { ...stockKey(sku), sku, available: 1_000_000, reserved: 0, sold: 0, revision: 1 };
    await client.send(new PutItemCommand({ TableName: tables.Catalog, Item: catalogItemToItem(item) }));
    await client.send(new PutItemCommand({ TableName: tables.Inventory, Item: toItem(stock) }));
  }

  /** @returns the order's first event */
  async place(orderId: string): Promise<DomainEvent> {
    const { client, ordersTable } = this.#tables;
    const placed = placeOrder({
      orderId,
      buyerId: 'buyer',
      lines,
      currency: price.currency,
      paymentMethod: 'pm_card_visa',
      fingerprint: 'fingerprint',
      correlationId: 'correlation',
      at: new Date().toISOString(),
      gracePeriodSeconds: 0,
    });
    await insertOrder(client, ordersTable, placed);
    return existing(placed.events[0]);
  }

  /** @returns the event that tells that its units are held */
  async reserve(orderId: string): Promise<DomainEvent> {
    const { detail } = await this.place(orderId);
    const { eventId, version: eventVersion, correlationId } = detail.metadata;
    const decidedAt = new Date().toISOString();
    await reserveStock(this.#tables, { orderId, lines, eventVersion, eventId, correlationId, decidedAt }, ttlSeconds);
    return existing(reservationEvent(existing(await readReservation(this.#tables, orderId))));
  }

  async confirm(orderId: string): Promise<void> {
    await this.reserve(orderId);
    const at = new Date().toISOString();
    await decideOrder(this.#tables, orderId, (order, reservation) => followReservation(order, reservation, { at }));
  }

  /** As if its payment had been authorised. */
  async pin(orderId: string): Promise<void> {
    await this.confirm(orderId);
    await pinReservation(this.#tables, orderId, attempt, new Date().toISOString());
  }
}

function existing<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('The order is not where it should be');
  return value;
}
