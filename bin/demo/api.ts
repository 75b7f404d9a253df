import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { createHoldfastClient, type HoldfastClient, type Schema } from '../../client/client.ts';

/** Why the demo cannot go on, in one line that says what to do. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
}

export type Order = Schema<'Order'>;
export type Stock = Schema<'Stock'>;

export type NewOrder = { readonly sku: string; readonly quantity: number; readonly paymentMethod: string };

const tokenSchema = z.object({ access_token: z.string() });

/** What a call of the client came to. */
type Called<Data> = { readonly data?: Data | undefined; readonly error?: unknown; readonly response: Response };

/** The part of the API that the demo uses, with tokens from the local run's issuer. */
export class Api {
  readonly #baseUrl: URL;
  readonly #client: HoldfastClient;

  constructor(baseUrl: string) {
    if (!URL.canParse(baseUrl)) throw new DemoError(`BASE_URL is ${baseUrl}: set it to a URL such as ${defaultUrl}`);
    this.#baseUrl = new URL(baseUrl);
    this.#client = createHoldfastClient({ baseUrl: this.#baseUrl.origin });
  }

  /** A token of the local run, whose issuer is no part of the API. */
  async token(sub: string, groups: readonly string[] = []): Promise<string> {
    const body = JSON.stringify({ sub, groups });
    const headers = { 'content-type': 'application/json' };
    const url = new URL('/_local/token', this.#baseUrl);
    const response = await this.#connected(fetch(url, { method: 'POST', headers, body }));
    if (response.ok) return tokenSchema.parse(await response.json()).access_token;
    throw new DemoError(
      `${this.#baseUrl.origin} is no local run of Holdfast: set BASE_URL to one that npm start began`,
    );
  }

  async addItem(staff: string, sku: string, name: string, cents: number, hot = false): Promise<void> {
    const body = { name, price: { amount: cents, currency: 'USD' }, ...(hot ? { hot } : {}) };
    await this.#answer(
      this.#client.PUT('/catalog/items/{sku}', { params: { path: { sku } }, headers: bearer(staff), body }),
    );
  }

  async receive(staff: string, sku: string, delta: number): Promise<void> {
    await this.#answer(
      this.#client.POST('/catalog/items/{sku}/stock-adjustments', {
        params: { path: { sku }, header: newKey() },
        headers: bearer(staff),
        body: { delta, reason: 'received' },
      }),
    );
  }

  place(buyer: string, { sku, quantity, paymentMethod }: NewOrder): Promise<Order> {
    const body = { lines: [{ sku, quantity }], paymentMethod };
    return this.#answer(this.#client.POST('/orders', { params: { header: newKey() }, headers: bearer(buyer), body }));
  }

  order(token: string, orderId: string): Promise<Order> {
    return this.#answer(this.#client.GET('/orders/{orderId}', { ...ofOrder(orderId), headers: bearer(token) }));
  }

  cancel(token: string, orderId: string): Promise<Order> {
    const sent = { ...ofOrder(orderId), headers: bearer(token), body: {} };
    return this.#answer(this.#client.POST('/orders/{orderId}/cancel', sent));
  }

  ship(staff: string, orderId: string): Promise<Order> {
    return this.#answer(this.#client.POST('/orders/{orderId}/ship', { ...ofOrder(orderId), headers: bearer(staff) }));
  }

  stock(staff: string, sku: string): Promise<Stock> {
    const sent = { params: { path: { sku } }, headers: bearer(staff) };
    return this.#answer(this.#client.GET('/catalog/items/{sku}/stock', sent));
  }

  /** @throws {DemoError} when nothing answers, or the answer is an error */
  async #answer<Data>(call: Promise<Called<Data>>): Promise<Data> {
    const { data, error, response } = await this.#connected(call);
    if (data !== undefined) return data;
    throw new DemoError(`${response.url} was answered ${response.status}: ${JSON.stringify(error)}`);
  }

  async #connected<T>(call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      // What fetch throws when it has no connection; all else is a bug, and shown as one.
      if (!(error instanceof TypeError)) throw error;
      throw new DemoError(
        `Nothing answers at ${this.#baseUrl.origin}: run npm start in another terminal, then this again`,
      );
    }
  }
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const newKey = () => ({ 'Idempotency-Key': randomUUID() });
const ofOrder = (orderId: string) => ({ params: { path: { orderId } } });

export const defaultUrl = 'http://127.0.0.1:3000';
