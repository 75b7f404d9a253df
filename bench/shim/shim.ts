import { type InterceptionPoint, type Interceptor, ServiceError } from '../../local/ports.ts';
import { Random } from '../../test/simulation/time/random.ts';
import { ItemLocks } from './item-locks.ts';
import { WriteUnits } from './write-units.ts';
import { accessOf, type ItemAccess, type ItemWrite } from './writes.ts';

export type ShimOptions = {
  /** Of the latencies, which are drawn in the order of the calls. */
  readonly seed: string;
  /** Between these two, each as likely as the others. */
  readonly latencyMilliseconds: readonly [number, number];
  /** What one item takes, see "Best practices for designing and using partition keys effectively" in the guide. */
  readonly writeUnitsPerSecond: number;
  /** Milliseconds, from any start. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
};

/**
 * Gives an embedded engine, which neither collides nor throttles, what DynamoDB has of both: items are locked while
 * they are in a transaction, an item takes so many write units a second, and each call takes its time. A transaction
 * holds its items for all of that time, from its first phase to its second; a single write for as long as the engine
 * writes.
 *
 * Sources: "Amazon DynamoDB Transactions: How it works", section "Transaction conflict handling", and "DynamoDB
 * throttling", both in the Amazon DynamoDB Developer Guide.
 */
export class Shim implements Interceptor {
  readonly #options: ShimOptions;
  readonly #random: Random;
  readonly #locks = new ItemLocks();
  readonly #units: WriteUnits;
  #conflicts = 0;
  #throttles = 0;

  constructor(options: ShimOptions) {
    this.#options = options;
    this.#random = new Random(options.seed);
    this.#units = new WriteUnits(options.writeUnitsPerSecond, options.now);
  }

  /** How many calls it has refused so far, for a collision or for want of write units. */
  get refusals(): { readonly conflicts: number; readonly throttles: number } {
    return { conflicts: this.#conflicts, throttles: this.#throttles };
  }

  async intercept<T>(point: InterceptionPoint, act: () => Promise<T>): Promise<T> {
    if (point.at !== 'call' || point.service !== 'DynamoDB_20120810') return act();
    const access = accessOf(point.operation, point.body);
    const [least, most] = this.#options.latencyMilliseconds;
    const latency = least + this.#random.next() * (most - least);
    if (access.kind !== 'transaction') await this.#options.wait(latency / 2);
    return this.#answer(access, act, latency);
  }

  async #answer<T>(access: ItemAccess, act: () => Promise<T>, latency: number): Promise<T> {
    const { wait } = this.#options;
    switch (access.kind) {
      case 'transaction':
        return this.#transaction(access.items, act, latency);
      case 'write':
        return this.#write(access.items, act).finally(() => wait(latency / 2));
      case 'transactional read':
        this.#refuseAny(access.items, (item) => this.#locks.isInTransaction(item));
    }
    return act().finally(() => wait(latency / 2));
  }

  async #write<T>(items: readonly ItemWrite[], act: () => Promise<T>): Promise<T> {
    const [only] = items;
    if (only === undefined) return act();
    if (this.#locks.isInTransaction(only.item)) {
      this.#conflicts += 1;
      throw new ServiceError('TransactionConflictException', 'Transaction is ongoing for the item');
    }
    if (!this.#units.take(only.item, only.units)) {
      this.#throttles += 1;
      throw new ServiceError('ProvisionedThroughputExceededException', 'The item takes no more write units for now');
    }
    return this.#locks.whileWriting(only.item, act);
  }

  async #transaction<T>(writes: readonly ItemWrite[], act: () => Promise<T>, latency: number): Promise<T> {
    const { wait } = this.#options;
    const items = writes.map(({ item }) => item);
    const taken = new Set(items.filter((item) => this.#locks.isTaken(item)));
    if (taken.size > 0) {
      await wait(latency);
      this.#refuseAny(items, (item) => taken.has(item));
    }
    return this.#locks.inTransaction(items, async () => {
      await wait(latency);
      const short = new Set(writes.filter(({ item, units }) => !this.#units.take(item, units)).map(({ item }) => item));
      if (short.size === 0) return act();
      this.#throttles += 1;
      throw cancelled(items, (item) => short.has(item), 'ThrottlingError');
    });
  }

  #refuseAny(items: readonly string[], isRefused: (item: string) => boolean): void {
    if (!items.some(isRefused)) return;
    this.#conflicts += 1;
    throw cancelled(items, isRefused, 'TransactionConflict');
  }
}

/** The reasons stand in the order of the items, with `None` for those that were in nobody's way. */
function cancelled(items: readonly string[], isReason: (item: string) => boolean, Code: string): ServiceError {
  const CancellationReasons = items.map((item) => ({ Code: isReason(item) ? Code : 'None' }));
  const codes = CancellationReasons.map((reason) => reason.Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new ServiceError('TransactionCanceledException', message, { CancellationReasons });
}
