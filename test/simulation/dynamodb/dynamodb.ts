import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  BatchWriteItemCommand,
  type BatchWriteItemCommandInput,
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactionConflictException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { VirtualClock } from '../time/clock.ts';
import type { Random } from '../time/random.ts';
import { conditionOf } from './condition.ts';
import { SparseIndex } from './sparse-index.ts';
import { type ItemChange, Store } from './store.ts';
import { Transactions } from './transactions.ts';
import { attributeOf, givenValue, type Item } from './values.ts';
import { putAction, tried, updateAction, type WriteAction } from './write-actions.ts';

export type DynamoDbOptions = {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly onWritten: (changes: readonly ItemChange[]) => void;
  /** How long a transaction holds its items. */
  readonly transactionMilliseconds: () => number;
};

/** DynamoDB in memory, as far as this system uses it: what a request does and answers once it has arrived. */
export class DynamoDb {
  readonly store: Store;
  readonly #indexes: ReadonlyMap<string, SparseIndex>;
  readonly #transactions: Transactions;
  readonly #options: DynamoDbOptions;

  constructor(options: DynamoDbOptions) {
    this.#options = options;
    const { clock, random, onWritten } = options;
    this.store = new Store({
      now: clock.now,
      onWritten: (changes) => {
        for (const index of this.#indexes.values()) for (const change of changes) index.follow(change);
        onWritten(changes);
      },
    });
    const indexBy = (attribute: string, kind = 'ORDER', sortedBy = 'placed') =>
      new SparseIndex({ clock, random, attribute, kind, sortedBy, read: (place) => this.store.read(place) });
    this.#indexes = new Map([
      ['inFlight inFlightShard', indexBy('inFlightShard')],
      ['openByBuyer openBuyerId', indexBy('openBuyerId')],
      ['uncounted uncountedShard', indexBy('uncountedShard', 'RESERVATION', 'uncountedSince')],
    ]);
    this.#transactions = new Transactions(this.store, clock);
  }

  get conflicts(): number {
    return this.#transactions.conflicts;
  }

  /** @throws the SDK's own errors; any other for what this store does not know */
  async execute(command: unknown): Promise<object> {
    if (command instanceof GetItemCommand) {
      const { TableName, Key, ConsistentRead = false } = command.input;
      return { Item: this.#read(TableName, Key, ConsistentRead) };
    }
    if (command instanceof TransactWriteItemsCommand) {
      await this.#transactions.write(command.input, this.#options.transactionMilliseconds());
      return {};
    }
    if (command instanceof UpdateItemCommand) {
      const { after } = this.#write(updateAction(command.input));
      return command.input.ReturnValues === 'ALL_NEW' ? { Attributes: after } : {};
    }
    if (command instanceof PutItemCommand) {
      this.#write(putAction(command.input));
      return {};
    }
    if (command instanceof QueryCommand) {
      const Items = this.#query(command.input);
      return { Items, Count: Items.length };
    }
    if (command instanceof BatchGetItemCommand) return { Responses: this.#batchGet(command.input) };
    if (command instanceof BatchWriteItemCommand) return this.#batchWrite(command.input);
    throw new Error(`The store does not know ${String(command?.constructor.name)}`);
  }

  #read(table: string | undefined, key: Item | undefined, isConsistent: boolean): Item | undefined {
    const place = Store.placeOf(table, key);
    if (isConsistent) return this.store.read(place);
    return this.store.readLagging(place, () => this.#options.random.chance(0.5));
  }

  #write(action: WriteAction): ItemChange {
    if (this.#transactions.isLocked(action.place.id)) {
      throw new TransactionConflictException({ $metadata: {}, message: 'Transaction is ongoing for the item' });
    }
    const trial = tried(this.store, action);
    if (trial.outcome === 'refused') {
      const old = trial.old === undefined ? {} : { Item: trial.old };
      throw new ConditionalCheckFailedException({ $metadata: {}, message: 'The conditional request failed', ...old });
    }
    this.store.write([trial.change]);
    return trial.change;
  }

  #query({ TableName = '', IndexName, KeyConditionExpression = '', ...request }: QueryCommandInput): Item[] {
    const { ExpressionAttributeNames: names, ExpressionAttributeValues: values, Limit } = request;
    const [partitionKey = '', , value = ''] = KeyConditionExpression.split(' ');
    const wanted = givenValue(value, values).S ?? '';
    const items = this.#collection(TableName, IndexName, attributeOf(partitionKey, names), wanted);
    const meets = conditionOf(KeyConditionExpression);
    const found = items.filter((item) => meets(item, names, values));
    return (request.ScanIndexForward === false ? found.reverse() : found).slice(0, Limit);
  }

  #collection(table: string, index: string | undefined, partitionKey: string, value: string): Item[] {
    if (index === undefined && partitionKey === 'pk') return this.store.partition(table, value);
    const found = this.#indexes.get(`${index} ${partitionKey}`);
    if (found === undefined) throw new Error(`The store has no index ${index} by ${partitionKey}`);
    return found.query(value);
  }

  #batchGet({ RequestItems = {} }: BatchGetItemCommandInput): Record<string, Item[]> {
    const tables = Object.entries(RequestItems).map(([table, { Keys = [], ConsistentRead = false }]) => {
      const items = Keys.map((key) => this.#read(table, key, ConsistentRead));
      return [table, items.filter((item) => item !== undefined)] as const;
    });
    return Object.fromEntries(tables);
  }

  /** A busy table leaves some unwritten. */
  #batchWrite({ RequestItems = {} }: BatchWriteItemCommandInput): object {
    const left: BatchWriteItemCommandInput['RequestItems'] = {};
    for (const [TableName, requests] of Object.entries(RequestItems)) {
      for (const request of requests) {
        if (request.PutRequest?.Item === undefined) throw new Error('The store only knows puts in a batch');
        if (requests.length > 1 && this.#options.random.chance(0.05)) {
          left[TableName] = [...(left[TableName] ?? []), request];
        } else {
          this.#write(putAction({ TableName, Item: request.PutRequest.Item }));
        }
      }
    }
    return { UnprocessedItems: left };
  }
}
