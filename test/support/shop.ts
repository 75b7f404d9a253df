import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { Client, type OrderBody, type Query } from './client.ts';
import { LocalRun, type LocalRunSettings } from './local-run.ts';
import { allOf } from './pages.ts';
import {
  adjustmentSchema,
  type MovementView,
  movementSchema,
  type OrderView,
  orderSchema,
  read,
  type StockView,
  stockSchema,
  storedEventSchema,
} from './schemas.ts';
import { waitFor } from './wait.ts';

export type Buyer = { readonly sub: string; readonly token: string };
export type Lines = OrderBody['lines'];

type NewItem = {
  readonly sku?: string;
  readonly name?: string;
  readonly units?: number;
  readonly price?: number;
  readonly currency?: string;
  readonly restockThreshold?: number;
  readonly hot?: boolean;
};

/** A shop of its own for a test file: a local run, a member of staff, and what most tests do there. */
export class Shop {
  readonly run: LocalRun;
  readonly client: Client;
  #staff: string;

  private constructor(run: LocalRun, client: Client, staff: string) {
    this.run = run;
    this.client = client;
    this.#staff = staff;
  }

  /** The token of a member of staff. */
  get staff(): string {
    return this.#staff;
  }

  /** Tokens are good for some hours only. */
  async signInAgain(): Promise<void> {
    this.#staff = await this.client.token('staff-member', ['staff']);
  }

  static async open(settings: LocalRunSettings = {}, preload?: string): Promise<Shop> {
    const run = await LocalRun.start(settings, preload);
    const client = new Client(run.url);
    return new Shop(run, client, await client.token('staff-member', ['staff']));
  }

  /**
   * Lets every function of the way of an order be started once: for tests that count on seconds, which a cold start
   * on a busy machine uses up.
   */
  async warmUp(): Promise<void> {
    const sku = await this.newItem({ units: 10 });
    const placed = await Promise.all(
      ['pm_card_visa', 'pm_card_chargeDeclined', 'pm_sim_slow'].map((method) => this.placeOne(sku, 1, method)),
    );
    await this.settled(placed);
  }

  async newBuyer(): Promise<Buyer> {
    const sub = `buyer-${randomUUID()}`;
    return { sub, token: await this.client.token(sub) };
  }

  /** A SKU that no other test knows, with its units. */
  async newItem(item: NewItem = {}): Promise<string> {
    const { units = 0, price = 1999, currency = 'USD', restockThreshold, hot, sku = `sku-${randomUUID()}` } = item;
    const { name = `Thing ${sku}` } = item;
    const details = { name, price: { amount: price, currency }, restockThreshold, hot };
    read(await this.client.putItem(this.staff, sku, details), 201, z.object({}));
    if (units > 0) await this.receive(sku, units);
    return sku;
  }

  async receive(sku: string, delta: number): Promise<StockView> {
    const answer = await this.client.adjust(this.staff, sku, { delta, reason: 'received' });
    return read(answer, 201, adjustmentSchema).stock;
  }

  async stock(sku: string): Promise<StockView> {
    return read(await this.client.stock(this.staff, sku), 200, stockSchema);
  }

  /** All of a SKU's ledger, newest first. */
  movements(sku: string): Promise<MovementView[]> {
    return allOf(movementSchema, (query) => this.client.movements(this.staff, sku, query));
  }

  async place(buyer: Buyer, lines: Lines, paymentMethod = 'pm_card_visa'): Promise<OrderView> {
    return read(await this.client.placeOrder(buyer.token, { lines, paymentMethod }), 202, orderSchema);
  }

  /** Places an order of one SKU by a buyer of its own. */
  async placeOne(sku: string, quantity = 1, paymentMethod = 'pm_card_visa'): Promise<OrderView> {
    return this.place(await this.newBuyer(), [{ sku, quantity }], paymentMethod);
  }

  async order(orderId: string): Promise<OrderView> {
    return read(await this.client.order(this.staff, orderId), 200, orderSchema);
  }

  /** The ids of an order's events, oldest first. */
  async eventIds(orderId: string): Promise<string[]> {
    const events = await allOf(storedEventSchema, (query) => this.client.orderEvents(this.staff, orderId, query));
    return events.map(({ detail }) => detail.metadata.eventId);
  }

  orders(query: Query = {}): Promise<OrderView[]> {
    return allOf(orderSchema, (page) => this.client.orders(this.staff, { ...query, ...page }));
  }

  orderIn(status: OrderView['status'], orderId: string): Promise<OrderView> {
    return this.orderWhen(`order ${orderId} in status ${status}`, orderId, (order) => order.status === status);
  }

  orderWhen(what: string, orderId: string, isSo: (order: OrderView) => boolean): Promise<OrderView> {
    return waitFor(what, async () => {
      const order = await this.order(orderId);
      return isSo(order) ? order : undefined;
    });
  }

  /** The order once nothing more happens to it by itself. */
  ended(orderId: string): Promise<OrderView> {
    return this.orderWhen(`the end of order ${orderId}`, orderId, hasEnded);
  }

  /** The orders once all is quiet: asking for each of many until it ends would keep the shop busy with answers. */
  async settled(orders: readonly Pick<OrderView, 'orderId'>[]): Promise<OrderView[]> {
    await this.client.settle();
    return Promise.all(orders.map(({ orderId }) => this.order(orderId)));
  }

  /** An order of one unit that is paid, with its money captured. */
  async paidOrder(sku: string, quantity = 1): Promise<OrderView> {
    const { orderId } = await this.placeOne(sku, quantity);
    return this.orderWhen(`the capture of order ${orderId}`, orderId, ({ payment }) => payment.status === 'captured');
  }

  /** What the provider did for an order, in short, such as `authorize succeeded`. */
  async payments(orderId: string): Promise<string[]> {
    return (await this.client.payments(orderId)).map(({ operation, outcome }) => `${operation} ${outcome}`);
  }
}

function hasEnded({ status, payment }: OrderView): boolean {
  if (status === 'Paid') return payment.status === 'captured';
  return status === 'Shipped' || (status === 'Cancelled' && !['authorized', 'captured'].includes(payment.status));
}
