import { bookLaws } from '../../support/violations.ts';
import type { Deployment } from '../deployment.ts';
import type { Violation } from '../laws/violation.ts';
import type { FaultName } from '../services/faults.ts';
import { Simulation, type SimulationOptions } from '../simulation.ts';
import { booksOf } from './books.ts';
import { Buyers } from './buyers.ts';
import { type Market, type Mood, marketOf } from './market.ts';
import { Requests } from './requests.ts';
import { Staff } from './staff.ts';

export type WorldOptions = SimulationOptions & {
  readonly orders: number;
  /** What of people's mood is not drawn from the seed. */
  readonly mood: Partial<Mood>;
};

export type WorldReport = {
  readonly seed: string;
  readonly orders: number;
  readonly steps: number;
  readonly calls: number;
  readonly invocations: number;
  readonly conflicts: number;
  readonly faults: readonly (readonly [FaultName, number])[];
  readonly redriven: number;
  readonly virtualSeconds: number;
  readonly violations: readonly Violation[];
  /** Of everything that was written, and when. */
  readonly digest: string;
  readonly history: readonly string[];
};

/** Longer than the ten minutes for which DynamoDB knows a transaction's token. */
const lateMilliseconds = 11 * 60_000;
/** Messages that a fault had sent back to their queue come again by themselves within this. */
const redeliveryMilliseconds = 60_000;

/** One shop with its people, from its opening until all is quiet and sold out. */
export class World {
  readonly #simulation: Simulation;
  readonly #seed: string;
  readonly #orders: number;
  readonly #market: Market;
  readonly #staff: Staff;
  readonly #buyers: Buyers;
  readonly #requests: Requests;
  #busy = 0;
  #redriven = 0;

  constructor(deployment: Deployment, options: WorldOptions) {
    const { seed, orders, mood } = options;
    this.#seed = seed;
    this.#orders = orders;
    this.#simulation = new Simulation(deployment, options);
    const { random } = this.#simulation;
    this.#market = marketOf(random.fork('market'), orders, mood);
    this.#requests = new Requests(this.#simulation);
    this.#staff = new Staff(this.#simulation, this.#requests, this.#market);
    this.#buyers = new Buyers(this.#simulation, this.#requests, this.#market);
  }

  /** Runs until it ends, or the first law is broken. */
  async run(): Promise<WorldReport> {
    this.#simulation.enter();
    for (const phase of [this.#open, this.#trade, this.#settle, this.#sellOut, this.#settle, this.#close]) {
      await phase.call(this);
      if (this.#simulation.isBroken) break;
    }
    return this.#report();
  }

  async #open(): Promise<void> {
    this.#do(this.#staff.open());
    await this.#simulation.clock.run(() => this.#busy === 0 || this.#simulation.isBroken);
    this.#simulation.startSweeping();
  }

  /** Faults strike for most of the time. */
  async #trade(): Promise<void> {
    const { clock, faults, random } = this.#simulation;
    const { crowd, ordersPerSecond } = this.#market;
    const milliseconds = (this.#orders / ordersPerSecond) * 1_000;
    const times = random.fork('times');
    const over = clock.now() + milliseconds;
    faults.active = true;
    clock.after(milliseconds * 0.8, () => {
      faults.active = false;
    });
    for (let index = 0; index < this.#orders; ) {
      const at = milliseconds * times.next();
      for (let left = times.integer(1, crowd); left > 0 && index < this.#orders; left--, index++) {
        const order = index;
        clock.after(at + 50 * times.next(), () => this.#do(this.#buyers.shop(order)));
      }
    }
    for (let count = Math.ceil(this.#orders / 20); count > 0; count--) {
      clock.after(milliseconds * times.next(), () => this.#do(this.#staff.correct()));
    }
    await clock.run(() => (clock.now() >= over && this.#busy === 0) || this.#simulation.isBroken);
  }

  /** Nothing stays in flight for longer than the saga's time limit and two sweeps. */
  async #settle(): Promise<void> {
    const { clock, settings } = this.#simulation;
    this.#redriven += this.#simulation.redrive();
    const limit = (settings.sagaTimeoutSeconds + 2 * settings.sweepSeconds) * 1_000;
    const until = clock.now() + limit + settings.gracePeriodSeconds * 1_000 + redeliveryMilliseconds;
    await clock.run(() => this.#isQuiet || clock.now() > until || this.#simulation.isBroken);
    if (this.#isQuiet || this.#simulation.isBroken) return;
    this.#violate({ law: 7, what: `still under way: ${this.#simulation.pending().join(', ')}` });
  }

  get #isQuiet(): boolean {
    return this.#busy === 0 && this.#simulation.isQuiet;
  }

  /** Some ask again, late; then what is left is bought, to the last unit, and nobody gets more. */
  async #sellOut(): Promise<void> {
    const { clock, random } = this.#simulation;
    const late = clock.now() + lateMilliseconds;
    await clock.run(() => clock.now() >= late || this.#simulation.isBroken);
    const asked = [...this.#buyers.orders].filter(([, state]) => state === 'placed').map(([request]) => request);
    const chance = random.fork('late');
    for (const request of asked) if (chance.chance(0.05)) this.#do(this.#requests.persist(request));
    for (const { sku, available } of booksOf(this.#simulation).stock) {
      this.#do(this.#buyOut(sku, available));
    }
  }

  async #buyOut(sku: string, available: number): Promise<void> {
    const buy = (name: string, quantity: number) =>
      this.#buyers.place(this.#buyers.request(`${name}-${sku}`, [{ sku, quantity }], 'pm_card_visa'));
    const { clock } = this.#simulation;
    if (available > 0) {
      const orderId = await buy('last', available);
      await clock.sleep(redeliveryMilliseconds / 2);
      this.#expectEnd(orderId, 'Paid', `${available} of ${sku} were left`);
    }
    const orderId = await buy('beyond', 1);
    await clock.sleep(redeliveryMilliseconds / 2);
    this.#expectEnd(orderId, 'Cancelled', `${sku} was sold out`);
  }

  #expectEnd(orderId: string, expected: string, because: string): void {
    const { store } = this.#simulation.dynamodb;
    const [order] = store.partition('Orders', `ORDER#${orderId}`).filter(({ sk }) => sk?.S === 'ORDER');
    const status = order?.status?.S;
    if (status !== expected) this.#violate({ law: 8, what: `order ${orderId} is ${status}, and ${because}` });
  }

  /** All laws that can only be told once all is quiet. */
  async #close(): Promise<void> {
    const books = booksOf(this.#simulation);
    for (const { law, check } of bookLaws) for (const what of check(books)) this.#violate({ law, what });
    for (const violation of this.#simulation.watch.events.untold()) this.#violate(violation);
    const adjustments = [...this.#simulation.dynamodb.store.items('Inventory')].filter(
      ({ sk }) => sk?.S === 'ADJUSTMENT',
    );
    this.#count('adjustments', adjustments.length, this.#staff.adjusted, this.#staff.asked);
    const placed = [...this.#buyers.orders.values()].filter((state) => state === 'placed').length;
    for (const violation of this.#buyers.brokenPromises(books.orders)) this.#violate(violation);
    this.#count('orders', books.orders.length, placed, this.#buyers.orders.size);
  }

  #count(what: string, stored: number, answered: number, asked: number): void {
    if (stored >= answered && stored <= asked) return;
    const told = `${stored} ${what} are stored, ${asked} were asked for and ${answered} answered`;
    this.#violate({ law: 'idempotency', what: told });
  }

  #do(work: Promise<unknown>): void {
    this.#busy++;
    work
      .catch((error: unknown) => this.#simulation.blame(error))
      .finally(() => {
        this.#busy--;
      });
  }

  #violate(violation: Violation): void {
    this.#simulation.watch.violations.push(violation);
  }

  #report(): WorldReport {
    const { clock, calls, functions, dynamodb, faults, watch, history } = this.#simulation;
    return {
      seed: this.#seed,
      orders: this.#buyers.orders.size,
      steps: clock.steps,
      calls: calls.count,
      invocations: functions.count,
      conflicts: dynamodb.conflicts,
      faults: [...faults.hits],
      redriven: this.#redriven,
      virtualSeconds: Math.round((clock.now() - Date.parse('2026-01-01T00:00:00.000Z')) / 1_000),
      violations: watch.violations,
      digest: history.digest(),
      history: history.lines,
    };
  }
}
