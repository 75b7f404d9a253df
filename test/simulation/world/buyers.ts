import * as z from 'zod/mini';
import type { OrderView } from '../../support/schemas.ts';
import type { Violation } from '../laws/violation.ts';
import type { Simulation } from '../simulation.ts';
import type { Random } from '../time/random.ts';
import { type Market, orderLines, paymentMethod } from './market.ts';
import type { Answer, Request, Requests } from './requests.ts';

const placedSchema = z.object({ orderId: z.string() });
const problemSchema = z.object({ code: z.string() });

/** Soon, so that it meets what is under way, or later. */
const delays = [20, 200, 2_000, 20_000, 120_000];

/** People who order, and those who cancel and ship what they ordered. */
export class Buyers {
  readonly #simulation: Simulation;
  readonly #requests: Requests;
  readonly #market: Market;
  readonly #random: Random;
  /** Every request for an order, and whether its answer has come. */
  readonly orders = new Map<Request, 'asked' | 'placed'>();

  readonly #promised = new Set<string>();

  constructor(simulation: Simulation, requests: Requests, market: Market) {
    this.#simulation = simulation;
    this.#requests = requests;
    this.#market = market;
    this.#random = simulation.random.fork('buyers');
  }

  /** Orders whose cancellation was promised, and that did not end with it. */
  brokenPromises(orders: readonly OrderView[]): Violation[] {
    return orders
      .filter(({ orderId, status, cancellation }) => {
        return status !== 'Cancelled' && (cancellation !== undefined || this.#promised.has(orderId));
      })
      .map(({ orderId, status }) => ({
        law: 'cancellation',
        what: `order ${orderId} is ${status}, and its cancellation was promised`,
      }));
  }

  /** Orders, and does with the order what comes to mind. */
  async shop(index: number): Promise<void> {
    const lines = orderLines(this.#random, this.#market);
    const request = this.request(`order-${index}`, lines, paymentMethod(this.#random, this.#market));
    const givesUp = this.#simulation.faults.active && this.#random.chance(0.02);
    if (givesUp) {
      await this.#requests.send(request);
      return;
    }
    const orderId = await this.place(request);
    await Promise.all([this.#cancel(request, orderId), this.#ship(orderId), this.#abuse(request)]);
  }

  /** The order's id, once it is placed. */
  async place(request: Request): Promise<string> {
    const answer = await this.#requests.persist(request);
    this.#expect(request, answer, [202]);
    this.orders.set(request, 'placed');
    return placedSchema.parse(JSON.parse(answer.text)).orderId;
  }

  request(key: string, lines: readonly object[], method: string): Request {
    const sub = `buyer-${this.#random.integer(1, 50)}`;
    const body = { lines, paymentMethod: method };
    const request = { function: 'place-order', method: 'POST', path: '/orders', sub, key, body };
    this.orders.set(request, 'asked');
    return request;
  }

  async #cancel({ sub }: Request, orderId: string): Promise<void> {
    const isStaff = this.#random.chance(0.3);
    const times = this.#random.chance(this.#market.fickleness) ? this.#random.integer(1, 2) : 0;
    for (let time = 0; time < times; time++) {
      await this.#simulation.clock.sleep(this.#random.pick(delays) * this.#random.next());
      const request = {
        ...ofOrder('cancel', orderId),
        sub: isStaff ? 'staff' : sub,
        isStaff,
        body: isStaff && this.#random.chance(0.5) ? { restock: false, note: 'lost' } : {},
      };
      const answer = await this.#requests.persist(request);
      this.#expect(request, answer, [200, 202], ['order_already_shipped']);
      if (answer.status < 300) this.#promised.add(orderId);
    }
  }

  async #ship(orderId: string): Promise<void> {
    if (!this.#random.chance(0.3)) return;
    const request = { ...ofOrder('ship', orderId), sub: 'staff', isStaff: true };
    for (let time = 0; time < 3; time++) {
      await this.#simulation.clock.sleep(this.#random.pick(delays) * this.#random.next());
      const answer = await this.#requests.persist(request);
      this.#expect(request, answer, [200], ['payment_not_captured', 'order_not_paid']);
      if (answer.status === 200) return;
    }
  }

  /** The same key for something else, and the same request once more. */
  async #abuse(request: Request): Promise<void> {
    if (!this.#random.chance(0.05)) return;
    await this.#simulation.clock.sleep(this.#random.pick(delays) * this.#random.next());
    const other = {
      ...request,
      body: { ...request.body, paymentMethod: 'pm_sim_slow', lines: [{ sku: 'x', quantity: 1 }] },
    };
    this.#expect(other, await this.#requests.persist(other), [], ['idempotency_key_reused']);
    this.#expect(request, await this.#requests.persist(request), [202]);
  }

  #expect({ path }: Request, answer: Answer, statuses: readonly number[], codes: readonly string[] = []): void {
    if (statuses.includes(answer.status)) return;
    const problem = problemSchema.safeParse(JSON.parse(answer.text));
    if (problem.success && codes.includes(problem.data.code)) return;
    this.#simulation.watch.violations.push({ law: 'answers', what: `${path} was answered ${answer.text}` });
  }
}

function ofOrder(action: 'cancel' | 'ship', orderId: string) {
  const path = `/orders/${orderId}/${action}`;
  return { function: `${action}-order`, method: 'POST', path, parameters: { orderId } };
}
