import { ScanCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { decideOrder } from '../../../adapters/dynamodb/changes.ts';
import { pinReservation, reserveStock } from '../../../adapters/dynamodb/reservations.ts';
import { followReservation } from '../../../domain/ordering/advance.ts';
import { commitOrder, recordPayment } from '../../../domain/ordering/pay.ts';
import type { Answer, Api } from './api.ts';
import type { TestCaller } from './gateway.ts';

export const staff: TestCaller = { sub: 'staff-1', groups: ['staff'] };
export const buyer: TestCaller = { sub: 'buyer-1' };

const orderIdSchema = z.object({ orderId: z.string() });

let keys = 0;
export const newKey = () => `key-${keys++}`;

/** What the tests do to a shop: through its API, and in place of the functions that follow its events. */
export class Shop {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  get #tables() {
    const { client, tables } = this.#api.engine;
    return { client, ordersTable: tables.Orders, inventoryTable: tables.Inventory };
  }

  async stockUp(sku: string, available: number, currency = 'USD'): Promise<void> {
    const body = { name: `The ${sku}`, price: { amount: 500, currency } };
    await this.#api.call({ method: 'PUT', path: `/catalog/items/${sku}`, caller: staff, body });
    if (available > 0) await this.adjust(sku, { delta: available, reason: 'received' });
  }

  adjust(sku: string, body: unknown, key = newKey()): Promise<Answer> {
    const path = `/catalog/items/${sku}/stock-adjustments`;
    return this.#api.call({ method: 'POST', path, caller: staff, key, body });
  }

  async stock(sku: string): Promise<unknown> {
    return (await this.#api.call({ method: 'GET', path: `/catalog/items/${sku}/stock`, caller: staff })).body;
  }

  place(lines: unknown, { caller = buyer, key = newKey(), paymentMethod = 'pm_card_visa' } = {}): Promise<Answer> {
    return this.#api.call({ method: 'POST', path: '/orders', caller, key, body: { lines, paymentMethod } });
  }

  /** The id of a new order, in `AwaitingValidation`. */
  async order(sku: string, quantity = 1, caller = buyer): Promise<string> {
    return orderIdSchema.parse((await this.place([{ sku, quantity }], { caller })).body).orderId;
  }

  /** Reserves the order's stock, and lets the order follow. */
  async confirm(orderId: string): Promise<void> {
    const at = new Date().toISOString();
    const { order } = await decideOrder(this.#tables, orderId, () => ({ outcome: 'read' }));
    if (order === undefined) throw new Error(`There is no order ${orderId}`);
    const { lines, correlationId } = order;
    const request = { orderId, lines, eventVersion: 1, eventId: `${orderId}.1`, correlationId, decidedAt: at };
    await reserveStock(this.#tables, request, 900);
    await decideOrder(this.#tables, orderId, (current, reservation) => followReservation(current, reservation, { at }));
  }

  async pin(orderId: string): Promise<void> {
    await pinReservation(this.#tables, orderId, 1, new Date().toISOString());
  }

  /** Confirms the order and pays it; the money is authorised, not captured. */
  async pay(orderId: string): Promise<void> {
    await this.confirm(orderId);
    await this.pin(orderId);
    const at = new Date().toISOString();
    await decideOrder(this.#tables, orderId, (order, reservation) => commitOrder(order, reservation, 1, { at }));
  }

  async capture(orderId: string): Promise<void> {
    const at = new Date().toISOString();
    await decideOrder(this.#tables, orderId, (order) => recordPayment(order, 'captured', { at }));
  }

  /** Every stored item of the tables that requests write to, to tell whether anything was written. */
  async everything(): Promise<unknown[]> {
    const { client, tables } = this.#api.engine;
    const scans = [tables.Orders, tables.Inventory, tables.Catalog].map((TableName) =>
      client.send(new ScanCommand({ TableName, ConsistentRead: true })),
    );
    const items = (await Promise.all(scans)).flatMap(({ Items = [] }) => Items);
    return items.map(({ pk, sk, revision }) => [pk?.S, sk?.S, revision?.N].join(' ')).sort();
  }
}
