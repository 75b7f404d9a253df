import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeJwt } from 'jose';
import { operationIdOf } from '../../functions/http/idempotency.ts';
import type { Answer } from '../support/http.ts';
import { orderSchema, read } from '../support/schemas.ts';
import type { Buyer, Lines, Shop } from '../support/shop.ts';
import type { Path } from './path.ts';
import type { Place } from './place.ts';
import type { Subjects } from './subjects.ts';

const patienceMilliseconds = 90_000;
const attempts = 20;
const pauseMilliseconds = 150;
const fiveOfOne: readonly number[] = [5];

/**
 * One order on its way along a path, with SKUs and a buyer of its own. It acts as a client would that wants an answer:
 * what fails for the server's reasons is asked again, with the same key.
 */
export class Run {
  readonly skus: readonly string[];
  readonly buyer: Buyer;
  readonly orderId: string;
  readonly #place: Place;
  readonly #orderKey: string;
  readonly #adjustmentKey: string;
  /** Where the path's own rules begin among all rules, once they have been set. */
  #firstRule = 0;

  private constructor(place: Place, buyer: Buyer, skus: readonly string[]) {
    this.#place = place;
    this.buyer = buyer;
    this.skus = skus;
    this.#orderKey = randomUUID();
    this.#adjustmentKey = randomUUID();
    this.orderId = operationIdOf({ ...named(buyer.token), method: 'POST', path: '/orders', key: this.#orderKey });
  }

  /** Gets ready: units on the shelf, and nothing asked for yet. */
  static async prepare(place: Place, { units = fiveOfOne }: Path): Promise<Run> {
    const { shop } = place;
    const [buyer, ...skus] = await Promise.all([
      shop.newBuyer(),
      ...units.map((count) => shop.newItem({ units: count, restockThreshold: 2 })),
    ]);
    return new Run(place, buyer, skus);
  }

  get shop(): Shop {
    return this.#place.shop;
  }

  /** @throws when the path has not so many */
  sku(index: number): string {
    const sku = this.skus[index];
    if (sku === undefined) throw new Error(`This path has ${this.skus.length} SKUs`);
    return sku;
  }

  get subjects(): Subjects {
    const [first, second] = this.skus;
    const path = `/catalog/items/${first}/stock-adjustments`;
    const adjustment = { ...named(this.shop.staff), method: 'POST', path, key: this.#adjustmentKey };
    return {
      'the order': this.orderId,
      'the adjustment': operationIdOf(adjustment),
      ...(first === undefined ? {} : { 'the first SKU': first }),
      ...(second === undefined ? {} : { 'the second SKU': second }),
      'the buyer': this.buyer.sub,
    };
  }

  /** @param index of the first of the path's own rules among all that were set */
  rulesBeginAt(index: number): void {
    this.#firstRule = index;
  }

  /** Places the order, or asks for it again. */
  async place(paymentMethod = 'pm_card_visa', lines: Lines = [{ sku: this.sku(0), quantity: 2 }]): Promise<void> {
    const { client } = this.shop;
    const body = { lines, paymentMethod };
    const answer = await this.persist([202], () => client.placeOrder(this.buyer.token, body, this.#orderKey));
    const { orderId } = read(answer, 202, orderSchema);
    if (orderId !== this.orderId) throw new Error(`The order ${this.orderId} was placed as ${orderId}`);
  }

  async cancel(by: 'buyer' | 'staff' = 'buyer', body: object = {}): Promise<void> {
    const token = by === 'buyer' ? this.buyer.token : this.shop.staff;
    await this.persist([200, 202], () => this.shop.client.cancel(token, this.orderId, body));
  }

  /** Adjusts the units of the first SKU, or asks for the same again. */
  async adjust(delta: number): Promise<void> {
    const body = { delta, reason: delta > 0 ? 'received' : 'damaged' };
    const { client, staff } = this.shop;
    await this.persist([201], () => client.adjust(staff, this.sku(0), body, this.#adjustmentKey));
  }

  /**
   * Asks until there is an answer that is not the server's failure.
   * @throws when it is another answer, or there is none after many attempts
   */
  async persist(expected: readonly number[], ask: () => Promise<Answer>): Promise<Answer> {
    let latest = 'no answer';
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (attempt > 0) await delay(pauseMilliseconds);
      const answer = await ask().catch(brokenConnection);
      if (answer !== undefined && expected.includes(answer.status)) return answer;
      latest = answer === undefined ? 'a broken connection' : `${answer.status} ${answer.text}`;
      if (answer !== undefined && answer.status < 500 && answer.status !== 429) break;
    }
    throw new Error(`Expected ${expected.join(' or ')} for order ${this.orderId}, got ${latest}`);
  }

  /** Waits until one of the order's events of these types was delivered, or it came to an end without. */
  async told(...detailTypes: readonly string[]): Promise<void> {
    const { watch } = this.#place;
    const all = [...detailTypes, 'OrderStatusChangedToCancelled'];
    const isTold = () => all.some((detailType) => watch.isTold(this.orderId, detailType));
    if (await watch.until(isTold, patienceMilliseconds)) return;
    throw new Error(`Order ${this.orderId} never told ${detailTypes.join(' or ')}`);
  }

  /** Waits until the path's own rule has struck, or the order went past it, as a fault may have made it. */
  async held(index = 0): Promise<void> {
    const { watch } = this.#place;
    const hasStruck = () => (watch.hits[this.#firstRule + index] ?? 0) > 0;
    const isPast = () =>
      ['OrderPaymentSucceeded', 'OrderStatusChangedToCancelled'].some((it) => watch.isTold(this.orderId, it));
    if (await watch.until(() => hasStruck() || isPast(), patienceMilliseconds)) return;
    throw new Error(`Order ${this.orderId} was not held up where its path says`);
  }
}

function named(token: string): { readonly issuer: string; readonly sub: string } {
  const { iss = '', sub = '' } = decodeJwt(token);
  return { issuer: iss, sub };
}

/** `fetch` tells a connection that broke by a TypeError. */
function brokenConnection(error: unknown): undefined {
  if (!(error instanceof TypeError)) throw error;
}
