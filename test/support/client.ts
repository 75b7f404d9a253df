import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { checkDocumented, type ObservedAnswer, routeKeyOf } from './documented.ts';
import { type Answer, type HttpRequest, send } from './http.ts';
import {
  type BusEvent,
  busEventsSchema,
  type DeadLetterView,
  deadLetterSchema,
  type PaymentRow,
  paymentRowSchema,
  read,
} from './schemas.ts';

export type OrderBody = {
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly paymentMethod: string;
};

export type Query = Readonly<Record<string, string | number>>;

/** Every route as a method: the answer as it came for those of the contract, its content for those of the local run. */
export class Client {
  readonly #baseUrl: string;

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  /** @throws when the answer is not one that the OpenAPI document knows for the route */
  async send(request: HttpRequest): Promise<Answer> {
    const answer = await send(this.#baseUrl, request);
    const routeKey = routeKeyOf(request.method ?? 'GET', request.path);
    if (routeKey !== undefined) checkDocumented(routeKey, observed(answer));
    return answer;
  }

  items(query: Query = {}): Promise<Answer> {
    return this.send({ path: withQuery('/catalog/items', query) });
  }

  item(sku: string): Promise<Answer> {
    return this.send({ path: `/catalog/items/${sku}` });
  }

  putItem(token: string, sku: string, body: object): Promise<Answer> {
    return this.send({ method: 'PUT', path: `/catalog/items/${sku}`, token, body });
  }

  adjust(token: string, sku: string, body: object, idempotencyKey: string = randomUUID()): Promise<Answer> {
    return this.send({ method: 'POST', path: `/catalog/items/${sku}/stock-adjustments`, token, idempotencyKey, body });
  }

  stock(token: string, sku: string): Promise<Answer> {
    return this.send({ path: `/catalog/items/${sku}/stock`, token });
  }

  movements(token: string, sku: string, query: Query = {}): Promise<Answer> {
    return this.send({ path: withQuery(`/catalog/items/${sku}/movements`, query), token });
  }

  placeOrder(token: string, body: OrderBody, idempotencyKey: string = randomUUID()): Promise<Answer> {
    return this.send({ method: 'POST', path: '/orders', token, idempotencyKey, body });
  }

  orders(token: string, query: Query = {}): Promise<Answer> {
    return this.send({ path: withQuery('/orders', query), token });
  }

  order(token: string, orderId: string): Promise<Answer> {
    return this.send({ path: `/orders/${orderId}`, token });
  }

  orderEvents(token: string, orderId: string, query: Query = {}): Promise<Answer> {
    return this.send({ path: withQuery(`/orders/${orderId}/events`, query), token });
  }

  cancel(token: string, orderId: string, body: object = {}): Promise<Answer> {
    return this.send({ method: 'POST', path: `/orders/${orderId}/cancel`, token, body });
  }

  ship(token: string, orderId: string): Promise<Answer> {
    return this.send({ method: 'POST', path: `/orders/${orderId}/ship`, token });
  }

  discrepancies(token: string, query: Query = {}): Promise<Answer> {
    return this.send({ path: withQuery('/operations/discrepancies', query), token });
  }

  resolve(token: string, discrepancyId: string, note: string, idempotencyKey: string = randomUUID()): Promise<Answer> {
    const path = `/operations/discrepancies/${discrepancyId}/resolve`;
    return this.send({ method: 'POST', path, token, idempotencyKey, body: { note } });
  }

  async token(sub: string, groups?: readonly string[]): Promise<string> {
    const answer = await this.send({ method: 'POST', path: '/_local/token', body: { sub, groups } });
    return read(answer, 200, z.object({ access_token: z.string() })).access_token;
  }

  /** Every event that the bus has delivered after the given number. */
  async events(after = 0): Promise<readonly BusEvent[]> {
    const page = read(await this.send({ path: `/_local/events?after=${after}` }), 200, busEventsSchema);
    const last = page.items.at(-1);
    return last === undefined ? [] : [...page.items, ...(await this.events(last.n))];
  }

  /** The provider's ledger of effects, of one order or of all. */
  async payments(orderId?: string): Promise<readonly PaymentRow[]> {
    const answer = await this.send({ path: withQuery('/_local/payments', orderId === undefined ? {} : { orderId }) });
    return read(answer, 200, z.strictObject({ items: z.array(paymentRowSchema) })).items;
  }

  /** What was given up, and waits for a person. */
  async deadLetters(): Promise<readonly DeadLetterView[]> {
    const answer = await this.send({ path: '/_local/dead-letters' });
    return read(answer, 200, z.object({ items: z.array(deadLetterSchema) })).items;
  }

  /** Hands everything that was given up back to where it came from; answers how much it was. */
  async redrive(): Promise<number> {
    const answer = await this.send({ method: 'POST', path: '/_local/dead-letters/redrive' });
    return read(answer, 200, z.object({ redriven: z.int() })).redriven;
  }

  /** Waits until all is quiet, and answers how many dead letters there are. */
  async settle(timeoutSeconds = 45): Promise<number> {
    const answer = await this.send({ method: 'POST', path: '/_local/settle', body: { timeoutSeconds } });
    return read(answer, 200, z.object({ deadLetters: z.int() })).deadLetters;
  }
}

function observed({ status, headers, body }: Answer): ObservedAnswer {
  return { status, contentType: headers.get('content-type') ?? '', body };
}

function withQuery(path: string, query: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) parameters.set(name, String(value));
  return parameters.size === 0 ? path : `${path}?${parameters}`;
}
