import {
  BatchGetItemCommand,
  GetItemCommand,
  ProvisionedThroughputExceededException,
  PutItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactionConflictException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { DynamoDb } from '../../simulation/dynamodb/dynamodb.ts';
import type { ItemChange } from '../../simulation/dynamodb/store.ts';
import { cancelled } from '../../simulation/dynamodb/transactions.ts';
import {
  putAction,
  transactionAction,
  updateAction,
  type WriteAction,
} from '../../simulation/dynamodb/write-actions.ts';
import type { VirtualClock } from '../../simulation/time/clock.ts';
import type { Random } from '../../simulation/time/random.ts';
import { limits } from '../limits.ts';
import type { Meter } from './meter.ts';
import type { Partitions } from './partitions.ts';
import type { TokenBucket } from './token-bucket.ts';
import { readUnits, writeUnits } from './units.ts';

export type LimitedOptions = {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly meter: Meter;
  readonly partitions: Partitions;
  /** The quota of the table as a whole. */
  readonly tableWrites: TokenBucket;
  readonly onWritten: (changes: readonly ItemChange[]) => void;
};

type Priced = { readonly action: WriteAction; readonly units: number };

/** The store of the simulation behind the limits of a table: what it serves is counted, what it cannot is throttled. */
export class LimitedDynamoDb {
  readonly inner: DynamoDb;
  readonly #options: LimitedOptions;

  constructor(options: LimitedOptions) {
    const { clock, random, onWritten } = options;
    this.#options = options;
    const transactionMilliseconds = () => random.latency(limits.transactionLock.value);
    this.inner = new DynamoDb({ clock, random, onWritten, transactionMilliseconds });
  }

  /** @throws the SDK's own errors, throttles among them */
  async execute(command: object): Promise<object> {
    this.#options.meter.requests++;
    if (command instanceof TransactWriteItemsCommand) return this.#transact(command);
    if (command instanceof PutItemCommand) return this.#write(putAction(command.input), command);
    if (command instanceof UpdateItemCommand) return this.#write(updateAction(command.input), command);
    if (command instanceof BatchGetItemCommand) return this.#batchGet(command);
    if (command instanceof GetItemCommand || command instanceof QueryCommand) {
      this.#options.meter.readUnits += command.input.ConsistentRead === true ? 1 : 0.5;
      return this.inner.execute(command);
    }
    throw new Error(`The model does not know ${command.constructor.name}`);
  }

  async #write(action: WriteAction, command: PutItemCommand | UpdateItemCommand): Promise<object> {
    const priced = { action, units: this.#unitsOf(action) };
    if (!this.#takes(priced)) throw this.#throttled();
    return this.#served(command, [priced]);
  }

  async #transact(command: TransactWriteItemsCommand): Promise<object> {
    const actions = (command.input.TransactItems ?? []).map(transactionAction);
    const priced = actions.map((action) => ({ action, units: 2 * this.#unitsOf(action) }));
    this.#takeAll(priced);
    return this.#served(command, priced);
  }

  /** A write whose condition fails is billed as one that succeeds; one that meets a transaction counts for nothing. */
  async #served(command: object, priced: readonly Priced[]): Promise<object> {
    const { meter, partitions } = this.#options;
    try {
      const answer = await this.inner.execute(command);
      for (const { units } of priced) meter.writeUnits += units;
      return answer;
    } catch (error) {
      if (isConflict(error)) {
        meter.conflicts++;
        for (const { action, units } of priced) partitions.returns(action.place.pk, units);
      } else {
        for (const { units } of priced) meter.writeUnits += units;
      }
      throw error;
    }
  }

  #takeAll(priced: readonly Priced[]): void {
    const served = priced.map((price) => this.#takes(price));
    if (served.every(Boolean)) return;
    this.#options.meter.throttles++;
    throw cancelled(served.map((isServed) => ({ Code: isServed ? 'None' : 'ThrottlingError' })));
  }

  async #batchGet(command: BatchGetItemCommand): Promise<object> {
    for (const { Keys = [], ConsistentRead = false } of Object.values(command.input.RequestItems ?? {})) {
      for (const key of Keys) {
        const units = readUnits(undefined, ConsistentRead);
        if (!this.#options.partitions.read(key.pk?.S ?? '', units)) throw this.#throttled();
        this.#options.meter.readUnits += units;
      }
    }
    return this.inner.execute(command);
  }

  #unitsOf({ place, next }: WriteAction): number {
    const before = this.inner.store.read(place);
    return writeUnits(before, next(before));
  }

  #takes({ action: { place }, units }: Priced): boolean {
    const { tableWrites, partitions, clock } = this.#options;
    return tableWrites.takes(units, clock.exactly()) && partitions.write(place.pk, units);
  }

  #throttled(): Error {
    this.#options.meter.throttles++;
    return new ProvisionedThroughputExceededException({ $metadata: {}, message: 'Throughput exceeds the limit' });
  }
}

function isConflict(error: unknown): boolean {
  if (error instanceof TransactionConflictException) return true;
  const reasons = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
  return reasons.some(({ Code }) => Code === 'TransactionConflict');
}
