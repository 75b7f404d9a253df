import { isDeepStrictEqual } from 'node:util';
import {
  type CancellationReason,
  IdempotentParameterMismatchException,
  TransactionCanceledException,
  TransactionInProgressException,
  type TransactWriteItem,
  type TransactWriteItemsCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { VirtualClock } from '../time/clock.ts';
import type { ItemChange, Store } from './store.ts';
import { type Trial, transactionAction, tried, type WriteAction } from './write-actions.ts';

const $metadata = {};

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const tokenMilliseconds = 10 * 60_000;
const maximumActions = 100;

type Remembered = { readonly items: readonly TransactWriteItem[]; readonly until: number; readonly isDone: boolean };

/** Transactions: all or nothing, one at a time on each item, known by their token for ten minutes. */
export class Transactions {
  readonly #store: Store;
  readonly #clock: VirtualClock;
  /** The items that a transaction is writing now. */
  readonly #locked = new Set<string>();
  readonly #tokens = new Map<string, Remembered>();
  conflicts = 0;

  constructor(store: Store, clock: VirtualClock) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Whether another write of the item has to be refused now, and counts it as a conflict. */
  isLocked(id: string): boolean {
    const isLocked = this.#locked.has(id);
    if (isLocked) this.conflicts++;
    return isLocked;
  }

  /** @param milliseconds from the items' being locked to their being written */
  async write(input: TransactWriteItemsCommandInput, milliseconds: number): Promise<void> {
    const { ClientRequestToken: token, TransactItems = [] } = input;
    if (token === undefined) return this.#writeItems(TransactItems.map(transactionAction), milliseconds);
    if (this.#isRepeat(token, TransactItems)) return;
    this.#remember(token, TransactItems, false);
    try {
      await this.#writeItems(TransactItems.map(transactionAction), milliseconds);
      this.#remember(token, TransactItems, true);
    } catch (error) {
      this.#tokens.delete(token);
      throw error;
    }
  }

  #remember(token: string, items: readonly TransactWriteItem[], isDone: boolean): void {
    this.#tokens.set(token, { items, until: this.#clock.now() + tokenMilliseconds, isDone });
  }

  #isRepeat(token: string, items: readonly TransactWriteItem[]): boolean {
    const known = this.#tokens.get(token);
    if (known === undefined || known.until < this.#clock.now()) return false;
    if (!isDeepStrictEqual(known.items, items)) {
      throw new IdempotentParameterMismatchException({ $metadata, message: 'Another transaction has this token' });
    }
    if (known.isDone) return true;
    throw new TransactionInProgressException({ $metadata, message: 'The transaction is in progress' });
  }

  async #writeItems(actions: readonly WriteAction[], milliseconds: number): Promise<void> {
    checkForm(actions);
    const changes = this.#prepare(actions);
    for (const { place } of changes) this.#locked.add(place.id);
    await this.#clock.sleep(milliseconds);
    for (const { place } of changes) this.#locked.delete(place.id);
    this.#store.write(changes);
  }

  /** A conflict on one item does not keep the others from being compared: reasons may be mixed. */
  #prepare(actions: readonly WriteAction[]): ItemChange[] {
    const trials = actions.map((action) => (this.isLocked(action.place.id) ? 'conflict' : tried(this.#store, action)));
    const changes = trials.flatMap((trial) => (trial !== 'conflict' && 'change' in trial ? [trial.change] : []));
    if (changes.length === actions.length) return changes;
    throw cancelled(trials.map(reasonOf));
  }
}

function reasonOf(trial: Trial | 'conflict'): CancellationReason {
  if (trial === 'conflict') return { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' };
  if (trial.outcome === 'allowed') return { Code: 'None' };
  const old = trial.old === undefined ? {} : { Item: trial.old };
  return { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed', ...old };
}

/** Reasons are positional: one for every item. */
export function cancelled(CancellationReasons: CancellationReason[]): TransactionCanceledException {
  const codes = CancellationReasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new TransactionCanceledException({ $metadata, message, CancellationReasons });
}

/** What DynamoDB refuses before it looks at any item. */
function checkForm(actions: readonly WriteAction[]): void {
  if (actions.length === 0 || actions.length > maximumActions) throw invalid(`${actions.length} actions`);
  if (new Set(actions.map(({ place }) => place.id)).size < actions.length) {
    throw invalid('Transaction request cannot include multiple operations on one item');
  }
}

function invalid(message: string): Error {
  return Object.assign(new Error(message), { name: 'ValidationException' });
}
