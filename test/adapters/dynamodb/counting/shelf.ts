import { randomUUID } from 'node:crypto';
import { PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { reservationToItem, toItem } from '../../../../adapters/dynamodb/codec.ts';
import { recoverBatch } from '../../../../adapters/dynamodb/counting/count.ts';
import type { CountingTable } from '../../../../adapters/dynamodb/counting/table.ts';
import { uncountedOrders } from '../../../../adapters/dynamodb/counting/uncounted.ts';
import { promote } from '../../../../adapters/dynamodb/hot/registry.ts';
import { stockKey } from '../../../../adapters/dynamodb/keys.ts';
import { readReservations } from '../../../../adapters/dynamodb/order-books.ts';
import { reservationWrite } from '../../../../adapters/dynamodb/reservation-writes.ts';
import { readStocks } from '../../../../adapters/dynamodb/stock.ts';
import { batchesToRecover, isCountedInBatches } from '../../../../domain/inventory/counting.ts';
import type { Reservation } from '../../../../domain/inventory/reservation.ts';
import { deltasOf, type StockTotals } from '../../../../domain/inventory/stock.ts';
import type { StockLine } from '../../../../domain/lines.ts';
import type { TestEngine } from '../../../support/engine.ts';
import type { MortalClient } from './mortal-client.ts';

export const at = '2026-01-01T00:00:00.000Z';
export const later = '2026-01-01T00:10:00.000Z';
const attempt = 1;

/** How an order's units end: what is written about its reservation, one step after the other. */
export type Ending = 'commit' | 'release' | 'expire' | 'return';

/** Some hot SKUs with all their units held for orders that came by escrow, in a table of a real engine. */
export class Shelf {
  readonly #engine: TestEngine;
  readonly orders = new Map<string, readonly StockLine[]>();
  readonly skus: readonly string[];
  readonly #units: number;

  private constructor(engine: TestEngine, skus: readonly string[], units: number) {
    this.#engine = engine;
    this.skus = skus;
    this.#units = units;
  }

  static async stock(engine: TestEngine, skus: number, units = 1_000): Promise<Shelf> {
    const shelf = new Shelf(
      engine,
      Array.from({ length: skus }, () => `sku-${randomUUID()}`),
      units,
    );
    for (const sku of shelf.skus) {
      await shelf.#put(toItem({ ...stockKey(sku), available: units, reserved: 0, sold: 0, revision: 1 }));
      await promote(shelf.table(), sku, at);
    }
    return shelf;
  }

  /** The table as a worker reaches it. */
  table(worker?: MortalClient): CountingTable {
    const client = worker?.asClient() ?? this.#engine.client;
    return { client, singleAttemptClient: client, inventoryTable: this.#engine.tables.Inventory };
  }

  /** Holds units as escrow does: the totals have moved before, and the reservation names the batch. */
  async hold(lines: readonly StockLine[]): Promise<string> {
    const orderId = `order-${randomUUID()}`;
    this.orders.set(orderId, lines);
    for (const { sku, quantity } of lines) {
      const { available, reserved, ...stock } = await this.#stock(sku);
      const moved = { available: available - quantity, reserved: reserved + quantity };
      await this.#put(toItem({ ...stock, ...stockKey(sku), ...moved, revision: stock.revision + 1 }));
    }
    const decided = { orderId, version: 2, decidedAt: at, correlationId: 'c', causationId: 'e' };
    await this.#put(
      reservationToItem({ ...decided, status: 'Held', lines, deadline: at, pin: attempt, batch: 'escrow' }),
    );
    return orderId;
  }

  /** Writes what a transaction of the order writes about the reservation. */
  async end(orderId: string, ending: Ending): Promise<void> {
    const { client, inventoryTable } = this.table();
    if (ending === 'release' || ending === 'expire') await this.#unpin(orderId);
    const change = { kind: ending, attempt, isUncounted: true } as const;
    const TransactItems = [reservationWrite(inventoryTable, orderId, change, at)];
    await client.send(new TransactWriteItemsCommand({ TransactItems }));
  }

  async reservations(orderIds: readonly string[] = [...this.orders.keys()]): Promise<Reservation[]> {
    return [...(await readReservations(this.table(), orderIds)).values()];
  }

  /** What a sweep does about batches whose workers have not finished. */
  async recover(): Promise<void> {
    const stocks = await readStocks(this.#engine.client, this.#engine.tables.Inventory, this.skus);
    for (const [batchId, skus] of batchesToRecover(stocks, later)) await recoverBatch(this.table(), batchId, skus);
  }

  /** The orders of this shelf in the index of what is not counted. */
  async uncounted(): Promise<string[]> {
    const found: string[] = [];
    for await (const page of uncountedOrders(this.table(), later)) found.push(...page);
    return found.filter((orderId) => this.orders.has(orderId));
  }

  async totals(sku: string): Promise<StockTotals> {
    const { available, reserved, sold } = await this.#stock(sku);
    return { available, reserved, sold };
  }

  async openTokens(): Promise<string[]> {
    const stocks = await Promise.all(this.skus.map((sku) => this.#stock(sku)));
    return stocks.flatMap(({ counts = {} }) => Object.keys(counts));
  }

  /** What the totals of a SKU must be once everything is counted. */
  async expected(sku: string): Promise<StockTotals> {
    const totals = { available: this.#units, reserved: 0, sold: 0 };
    const add = (effect: Parameters<typeof deltasOf>[0], quantity: number) => {
      const deltas = deltasOf(effect, quantity);
      totals.available += deltas.available;
      totals.reserved += deltas.reserved;
      totals.sold += deltas.sold;
    };
    for (const reservation of await this.reservations()) {
      for (const line of this.orders.get(reservation.orderId) ?? []) {
        if (line.sku !== sku) continue;
        add('reserve', line.quantity);
        if (!isCountedInBatches(reservation)) continue;
        add(reservation.status === 'Committed' ? 'commit' : 'release', line.quantity);
        if (reservation.returnedAt !== undefined) add('return', line.quantity);
      }
    }
    return totals;
  }

  async #stock(sku: string) {
    const [stock] = await readStocks(this.#engine.client, this.#engine.tables.Inventory, [sku]);
    if (stock === undefined) throw new Error(`${sku} is not there`);
    return stock;
  }

  async #unpin(orderId: string): Promise<void> {
    const [reservation] = await this.reservations([orderId]);
    if (reservation?.status !== 'Held') throw new Error(`${orderId} is not held`);
    const { pin: _, ...unpinned } = reservation;
    await this.#put(reservationToItem(unpinned));
  }

  async #put(Item: ReturnType<typeof toItem>): Promise<void> {
    await this.#engine.client.send(new PutItemCommand({ TableName: this.#engine.tables.Inventory, Item }));
  }
}
