import type { Simulation } from '../simulation.ts';
import type { Random } from '../time/random.ts';
import type { Market } from './market.ts';
import type { Request, Requests } from './requests.ts';

const staff = { sub: 'staff', isStaff: true };

/** Those who fill the shelves and correct the books. */
export class Staff {
  readonly #simulation: Simulation;
  readonly #requests: Requests;
  readonly #market: Market;
  readonly #random: Random;
  /** Adjustments that were answered as made. */
  adjusted = 0;
  /** Adjustments that were asked for: one that was refused may still arrive, from an attempt that was given up. */
  asked = 0;

  constructor(simulation: Simulation, requests: Requests, market: Market) {
    this.#simulation = simulation;
    this.#requests = requests;
    this.#market = market;
    this.#random = simulation.random.fork('staff');
  }

  async open(): Promise<void> {
    for (const sku of this.#market.skus) {
      const path = `/catalog/items/${sku}`;
      const price = { amount: 100, currency: 'USD' };
      const { restockThreshold, hotSkus } = this.#market;
      const hot = hotSkus.has(sku) ? { hot: true } : {};
      const body = { name: `Thing ${sku}`, price, restockThreshold, ...hot };
      const put = { ...staff, function: 'put-item', method: 'PUT', path, parameters: { sku }, body };
      await this.#requests.persist(put);
      await this.#adjust(sku, this.#market.units.get(sku) ?? 1, 'received');
    }
  }

  /** Mostly more units; at times fewer, down to what is reserved. */
  async correct(): Promise<void> {
    const sku = this.#random.pick(this.#market.skus);
    const units = this.#random.integer(1, 12);
    if (this.#random.chance(0.7)) await this.#adjust(sku, units, 'received');
    else await this.#adjust(sku, -units, this.#random.pick(['damaged', 'correction']));
  }

  async #adjust(sku: string, delta: number, reason: string): Promise<void> {
    const request = this.#adjustment(sku, delta, reason);
    const answer = await this.#requests.persist(request);
    if (answer.status === 201) this.adjusted++;
    else if (answer.status !== 409 || delta > 0) {
      this.#simulation.watch.violations.push({ law: 'answers', what: `${request.path} was answered ${answer.text}` });
    }
    if (answer.status === 201 && this.#random.chance(0.2)) await this.#requests.persist(request);
  }

  #adjustment(sku: string, delta: number, reason: string): Request {
    return {
      ...staff,
      function: 'adjust-stock',
      method: 'POST',
      path: `/catalog/items/${sku}/stock-adjustments`,
      parameters: { sku },
      key: `adjustment-${this.asked++}`,
      body: { delta, reason },
    };
  }
}
