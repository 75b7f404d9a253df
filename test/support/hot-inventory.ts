import { randomUUID } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { reservationToItem, toItem } from '../../adapters/dynamodb/codec.ts';
import type { Batch, EscrowSteps } from '../../adapters/dynamodb/hot/escrow.ts';
import { promote } from '../../adapters/dynamodb/hot/registry.ts';
import { escrowSteps } from '../../adapters/dynamodb/hot/steps.ts';
import { stockKey } from '../../adapters/dynamodb/keys.ts';
import { readReservations } from '../../adapters/dynamodb/order-books.ts';
import { readStocks } from '../../adapters/dynamodb/stock.ts';
import { unitsOf } from '../../domain/inventory/escrow.ts';
import { Heat } from '../../domain/inventory/heat.ts';
import type { AdmittedOrder } from '../../domain/inventory/hot.ts';
import type { Reservation } from '../../domain/inventory/reservation.ts';
import type { Stock } from '../../domain/inventory/stock.ts';
import type { Reserving } from '../../functions/events/reserving/reserve-orders.ts';
import type { TestEngine } from './engine.ts';

export const at = '2026-01-01T00:00:00.000Z';
const ttlSeconds = 60;

export type Wanted = readonly (readonly [sku: string, quantity: number])[];

/** Some SKUs and orders of their own in the inventory table of a test engine, where others may have theirs. */
export class HotInventory {
  readonly table: { readonly client: TestEngine['client']; readonly inventoryTable: string };
  readonly steps: EscrowSteps;
  readonly orders = new Map<string, AdmittedOrder>();
  readonly #units = new Map<string, number>();
  readonly #name = randomUUID().slice(0, 8);

  constructor(engine: TestEngine) {
    this.table = { client: engine.client, inventoryTable: engine.tables.Inventory };
    this.steps = escrowSteps({ ...this.table, singleAttemptClient: engine.client, now: () => at });
  }

  /** The whole name of a SKU of this inventory. */
  sku(name: string): string {
    return `${this.#name}-${name}`;
  }

  async stock(name: string, available: number, { hot }: { readonly hot: boolean }): Promise<void> {
    const sku = this.sku(name);
    this.#units.set(sku, available);
    await this.#put(toItem({ ...stockKey(sku), available }));
    if (hot) await promote(this.table, sku, at);
  }

  /** A new order, or the same one again. */
  order(name: string, wanted: Wanted): AdmittedOrder {
    const orderId = `${this.#name}-${name}`;
    const lines = wanted.map(([sku, quantity]) => ({ sku: this.sku(sku), quantity }));
    const order = { orderId, lines, eventVersion: 1, eventId: `${orderId}.1`, correlationId: 'c' };
    this.orders.set(orderId, order);
    return order;
  }

  async store(reservation: Reservation): Promise<void> {
    await this.#put(reservationToItem(reservation));
  }

  batch(): Batch {
    return { batchId: randomUUID(), at, ttlSeconds };
  }

  /** A worker that knows of no SKU yet whether it is hot. */
  worker(): Reserving {
    const { table, steps } = this;
    return { table, steps, heat: new Heat(), ttlSeconds, now: () => at, newBatchId: randomUUID };
  }

  stocks(): Promise<Stock[]> {
    return readStocks(this.table.client, this.table.inventoryTable, [...this.#units.keys()]);
  }

  async available(): Promise<Record<string, number>> {
    const named = (await this.stocks()).map(({ sku, available }) => [sku.slice(this.#name.length + 1), available]);
    return Object.fromEntries(named.sort());
  }

  reservations(): Promise<Map<string, Reservation>> {
    return readReservations(this.table, [...this.orders.keys()]);
  }

  /** How each order was decided, by its short name. */
  async decisions(): Promise<Record<string, string>> {
    const reservations = await this.reservations();
    const decided = [...this.orders.keys()].map((orderId) => [
      orderId.slice(this.#name.length + 1),
      reservations.get(orderId)?.status ?? 'undecided',
    ]);
    return Object.fromEntries(decided);
  }

  /** What is wrong once every worker has come to rest, in words. Nothing may have been given back meanwhile. */
  async violations(): Promise<string[]> {
    const [stocks, reservations] = await Promise.all([this.stocks(), this.reservations()]);
    const held = [...reservations.values()].filter((one) => one.status === 'Held');
    const heldUnits = unitsOf(held);
    const left = new Map(stocks.map(({ sku, available }) => [sku, available]));
    return [
      ...stocks.flatMap(({ sku, available, reserved, leases = {} }) => [
        ...(available < 0 ? [`${sku}: oversold`] : []),
        ...(available + reserved === this.#units.get(sku) ? [] : [`${sku}: ${available} and ${reserved} are not all`]),
        ...(reserved === (heldUnits.get(sku) ?? 0) ? [] : [`${sku}: ${reserved} reserved, ${heldUnits.get(sku)} held`]),
        ...Object.keys(leases).map((batchId) => `${sku}: still leased by ${batchId}`),
      ]),
      ...[...this.orders.values()].flatMap(({ orderId, lines }) => {
        const reservation = reservations.get(orderId);
        if (reservation === undefined) return [`${orderId}: undecided`];
        const fits = lines.every(({ sku, quantity }) => (left.get(sku) ?? 0) >= quantity);
        return reservation.status === 'Rejected' && fits ? [`${orderId}: refused, and it fits`] : [];
      }),
    ];
  }

  async #put(Item: ReturnType<typeof toItem>): Promise<void> {
    await this.table.client.send(new PutItemCommand({ TableName: this.table.inventoryTable, Item }));
  }
}
