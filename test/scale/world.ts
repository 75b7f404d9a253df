import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { promote } from '../../adapters/dynamodb/hot/registry.ts';
import { stockKey } from '../../adapters/dynamodb/keys.ts';
import { Store } from '../simulation/dynamodb/store.ts';
import { type FaultRates, Faults, faultNames } from '../simulation/services/faults.ts';
import { invocations } from '../simulation/services/invocation.ts';
import { VirtualClock } from '../simulation/time/clock.ts';
import { Random } from '../simulation/time/random.ts';
import { audit, Books } from './books.ts';
import { type Deployed, inventoryTable } from './handlers.ts';
import { limits } from './limits.ts';
import { Orders } from './load/orders.ts';
import { skuName } from './load/skus.ts';
import type { Report, Scenario } from './scenario.ts';
import { Calls } from './services/calls.ts';
import { LimitedDynamoDb } from './services/dynamodb.ts';
import { Environment, PlacedInvocation } from './services/environment.ts';
import { SimulatedFunction } from './services/function.ts';
import { EventSourceMapping } from './services/mapping.ts';
import { between, Meter, type Reading } from './services/meter.ts';
import { Partitions } from './services/partitions.ts';
import { SimulatedQueue } from './services/queue.ts';
import { TokenBucket } from './services/token-bucket.ts';
import { live } from './surroundings.ts';

const sweepMilliseconds = 60_000;
/** Nobody waits longer: what has no answer by then is told as such. */
const latestAnswerMilliseconds = 30 * 60_000;
const faultRates: FaultRates = {
  ...(Object.fromEntries(faultNames.map((name) => [name, 0])) as FaultRates),
  delivery_twice: 0.1,
  crash_before_call: 0.001,
  crash_after_call: 0.001,
};

/** One run of the deployed system under load. */
export class World {
  readonly #scenario: Scenario;
  readonly #deployed: Deployed;
  readonly #clock = new VirtualClock();
  readonly #meter = new Meter();
  readonly #random: Random;
  readonly #faults: Faults;
  readonly #books: Books;
  readonly #partitions: Partitions;
  readonly #dynamodb: LimitedDynamoDb;
  readonly #startedAt: number;

  constructor(scenario: Scenario, deployed: Deployed) {
    this.#scenario = scenario;
    this.#deployed = deployed;
    this.#random = new Random(scenario.seed);
    this.#faults = new Faults(faultRates, this.#random.fork('faults'));
    this.#startedAt = this.#clock.exactly();
    const { from, to } = scenario.until === 'answered' ? { from: 0, to: Number.POSITIVE_INFINITY } : scenario.until;
    const at = (seconds: number) => this.#startedAt + seconds * 1_000;
    this.#books = new Books({ now: this.#clock.exactly, from: at(from), to: at(to) });
    this.#partitions = this.#createPartitions();
    this.#dynamodb = new LimitedDynamoDb({
      clock: this.#clock,
      random: this.#random.fork('dynamodb'),
      meter: this.#meter,
      partitions: this.#partitions,
      tableWrites: new TokenBucket(this.#startedAt, scenario.tableWriteUnits, scenario.tableWriteUnits, 0),
      onWritten: this.#books.written,
    });
  }

  async run(): Promise<Report> {
    this.#enter();
    await this.#stock();
    const { orders, queue, consumer, mapping } = this.#subscribe();
    const isAnswered = () => orders.nextAt() === undefined && this.#books.open === 0;
    mapping.start();
    const { until, hasFaults } = this.#scenario;
    this.#faults.active = hasFaults;
    if (hasFaults) this.#sweep(isAnswered);
    let first = this.#meter.read();
    if (until !== 'answered') {
      await this.#passes(until.from);
      first = this.#meter.read();
      await this.#passes(until.to);
    } else {
      await this.#clock.run(() => isAnswered() || this.#elapsed > latestAnswerMilliseconds);
    }
    const measured = between(first, this.#meter.read());
    const seconds = until === 'answered' ? (this.#books.lastAnswerAt - this.#startedAt) / 1_000 : until.to - until.from;
    mapping.stop();
    await this.#settle(queue);
    return this.#report({ measured, seconds, consumer, mapping });
  }

  get #elapsed(): number {
    return this.#clock.exactly() - this.#startedAt;
  }

  #enter(): void {
    const calls = new Calls({
      clock: this.#clock,
      random: this.#random.fork('calls'),
      faults: this.#faults,
      dynamodb: this.#dynamodb,
    });
    live(this.#clock, this.#random.fork('handlers'), calls);
  }

  #createPartitions(): Partitions {
    const { partitions, isIsolated, demand } = this.#scenario;
    const isolated = isIsolated ? Array.from({ length: demand.skus }, (_, index) => stockKey(skuName(index)).pk) : [];
    return new Partitions({ now: this.#clock.exactly, count: partitions, isolated });
  }

  /** Puts the units on stock, and makes the SKU hot that is announced. */
  async #stock(): Promise<void> {
    const { demand, unitsPerSku, path } = this.#scenario;
    const { store } = this.#dynamodb.inner;
    for (let index = 0; index < demand.skus; index++) {
      const { pk, sk } = stockKey(skuName(index));
      const key = { pk: { S: pk }, sk: { S: sk } };
      const totals = {
        available: { N: String(unitsPerSku) },
        reserved: { N: '0' },
        sold: { N: '0' },
        revision: { N: '1' },
      };
      store.write([{ place: Store.placeOf(inventoryTable, key), before: undefined, after: { ...key, ...totals } }]);
    }
    if (path !== 'escrow' || demand.kind !== 'one') return;
    const table = { client: createDynamoDBClient(), inventoryTable };
    await this.#asWorker(() => promote(table, skuName(0), new Date().toISOString()));
  }

  /** Runs the clock until this is done, and not a step further. */
  async #asWorker(work: () => Promise<unknown>): Promise<void> {
    const environment = new Environment(this.#clock, limits.memoryOfOneCpu.value);
    const invocation = new PlacedInvocation('staff', environment, () => undefined);
    let ended: PromiseSettledResult<unknown> | undefined;
    this.#clock.after(0, async () => {
      [ended] = await Promise.allSettled([invocations.run(invocation, work)]);
    });
    await this.#clock.run(() => ended !== undefined);
    if (ended?.status !== 'fulfilled') throw new Error('Staff could not prepare the rush', { cause: ended?.reason });
  }

  #subscribe() {
    const { demand, offered, orders: count, mapping: settings, memoryMegabytes } = this.#scenario;
    const orders = new Orders({
      random: this.#random.fork('orders'),
      demand,
      startsAt: this.#startedAt,
      perSecond: offered === 'at_once' ? Number.POSITIVE_INFINITY : offered,
      orders: count,
      onTaken: this.#books.taken,
    });
    const queue = new SimulatedQueue(this.#clock, orders);
    const consumer = new SimulatedFunction({
      clock: this.#clock,
      meter: this.#meter,
      handler: this.#deployed.reserve,
      memoryMegabytes,
      timeoutSeconds: this.#deployed.timeoutSeconds,
      warm: settings.isScaled ? settings.maximumConcurrency : 0,
    });
    const mapping = new EventSourceMapping({
      ...settings,
      clock: this.#clock,
      random: this.#random.fork('mapping'),
      faults: this.#faults,
      meter: this.#meter,
      queue,
      consumer,
    });
    return { orders, queue, consumer, mapping };
  }

  /** Until all is answered; and twice more, for what died last. */
  #sweep(isOver: () => boolean, more = 2): void {
    const environment = new Environment(this.#clock, limits.memoryOfOneCpu.value);
    this.#clock.after(sweepMilliseconds, () => {
      const invocation = new PlacedInvocation('sweep', environment, () => undefined);
      void invocations.run(invocation, () => this.#deployed.sweep({}, {}));
      const left = isOver() ? more - 1 : more;
      if (left > 0) this.#sweep(isOver, left);
    });
  }

  async #passes(seconds: number): Promise<void> {
    await this.#clock.run(() => this.#elapsed >= seconds * 1_000);
  }

  /** What has been begun is done, and what died of a fault is swept up; nothing new is taken. */
  async #settle(queue: SimulatedQueue): Promise<void> {
    this.#faults.active = false;
    queue.close();
    if (!this.#scenario.hasFaults) this.#sweep(() => true);
    await this.#clock.run(() => false);
  }

  #report(parts: {
    readonly measured: Reading;
    readonly seconds: number;
    readonly consumer: SimulatedFunction;
    readonly mapping: EventSourceMapping;
  }): Report {
    const { measured, seconds, consumer, mapping } = parts;
    const { latencies, held, rejected, duplicates, open } = this.#books;
    const [p50 = 0, p99 = 0] = latencies.quantiles(0.5, 0.99);
    const answered = latencies.count;
    const each = (total: number) => (answered === 0 ? 0 : total / answered);
    const { writeUnits, readUnits, requests, conflicts, throttles } = measured;
    return {
      seconds,
      answered,
      perSecond: answered / seconds,
      p50,
      p99,
      perOrder: {
        writeUnits: each(writeUnits),
        readUnits: each(readUnits),
        requests: each(requests),
        conflicts: each(conflicts),
        throttles: each(throttles),
      },
      all: measured,
      held,
      rejected,
      failures: mapping.failures,
      deadLetters: mapping.deadLetters,
      environments: consumer.peak,
      partitions: this.#partitions.count,
      crashes: (this.#faults.hits.get('crash_before_call') ?? 0) + (this.#faults.hits.get('crash_after_call') ?? 0),
      duplicates,
      unanswered: open,
      ...audit(this.#dynamodb.inner.store, inventoryTable, this.#scenario.unitsPerSku),
    };
  }
}
