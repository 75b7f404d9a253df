import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { orderStatusSchema } from '../../domain/ordering/status.ts';
import { paymentStatusSchema } from '../../domain/payment/payment.ts';

/** Why the demo cannot go on, in one line that says what to do. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
}

const orderSchema = z.object({
  orderId: z.string(),
  status: orderStatusSchema,
  reason: z.optional(z.string()),
  payment: z.object({ status: paymentStatusSchema }),
  lines: z.array(z.object({ sku: z.string(), quantity: z.int() })),
});
export type Order = z.infer<typeof orderSchema>;

const stockSchema = z.object({ sku: z.string(), available: z.int(), reserved: z.int(), sold: z.int() });
export type Stock = z.infer<typeof stockSchema>;

export type NewOrder = { readonly sku: string; readonly quantity: number; readonly paymentMethod: string };

type Call = { readonly method: string; readonly path: string; readonly token?: string; readonly body?: object };

/** The part of the API that the demo uses, with tokens from the local run's issuer. */
export class Api {
  readonly #baseUrl: URL;

  constructor(baseUrl: string) {
    if (!URL.canParse(baseUrl)) throw new DemoError(`BASE_URL is ${baseUrl}: set it to a URL such as ${defaultUrl}`);
    this.#baseUrl = new URL(baseUrl);
  }

  async token(sub: string, groups: readonly string[] = []): Promise<string> {
    const call = { method: 'POST', path: '/_local/token', body: { sub, groups } };
    return (await this.#ask(call, z.object({ access_token: z.string() }))).access_token;
  }

  async addItem(staff: string, sku: string, name: string, cents: number): Promise<void> {
    const body = { name, price: { amount: cents, currency: 'USD' } };
    await this.#ask({ method: 'PUT', path: `/catalog/items/${sku}`, token: staff, body }, z.unknown());
  }

  async receive(staff: string, sku: string, delta: number): Promise<void> {
    const body = { delta, reason: 'received' };
    await this.#ask(
      { method: 'POST', path: `/catalog/items/${sku}/stock-adjustments`, token: staff, body },
      z.unknown(),
    );
  }

  place(buyer: string, { sku, quantity, paymentMethod }: NewOrder): Promise<Order> {
    const body = { lines: [{ sku, quantity }], paymentMethod };
    return this.#ask({ method: 'POST', path: '/orders', token: buyer, body }, orderSchema);
  }

  order(token: string, orderId: string): Promise<Order> {
    return this.#ask({ method: 'GET', path: `/orders/${orderId}`, token }, orderSchema);
  }

  cancel(token: string, orderId: string): Promise<Order> {
    return this.#ask({ method: 'POST', path: `/orders/${orderId}/cancel`, token, body: {} }, orderSchema);
  }

  ship(staff: string, orderId: string): Promise<Order> {
    return this.#ask({ method: 'POST', path: `/orders/${orderId}/ship`, token: staff }, orderSchema);
  }

  stock(staff: string, sku: string): Promise<Stock> {
    return this.#ask({ method: 'GET', path: `/catalog/items/${sku}/stock`, token: staff }, stockSchema);
  }

  /** @throws {DemoError} when nothing answers, or the answer is an error */
  async #ask<Schema extends z.ZodMiniType>(call: Call, schema: Schema): Promise<z.output<Schema>> {
    const response = await this.#send(call);
    const text = await response.text();
    if (response.ok) return schema.parse(JSON.parse(text));
    if (response.status === 404 && call.path === '/_local/token') {
      throw new DemoError(
        `${this.#baseUrl.origin} is no local run of Holdfast: set BASE_URL to one that npm start began`,
      );
    }
    throw new DemoError(`${call.method} ${call.path} was answered ${response.status}: ${text}`);
  }

  async #send({ method, path, token, body }: Call): Promise<Response> {
    const headers = {
      'idempotency-key': randomUUID(),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    try {
      return await fetch(new URL(path, this.#baseUrl), { method, headers, body: JSON.stringify(body) ?? null });
    } catch (error) {
      // What fetch throws when it has no connection; all else is a bug, and shown as one.
      if (!(error instanceof TypeError)) throw error;
      throw new DemoError(
        `Nothing answers at ${this.#baseUrl.origin}: run npm start in another terminal, then this again`,
      );
    }
  }
}

export const defaultUrl = 'http://127.0.0.1:3000';
