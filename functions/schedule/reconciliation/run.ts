import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Place, ReconciliationState } from '../../../adapters/dynamodb/reconciliation/codec.ts';
import { hasOpenBatches } from '../../../domain/inventory/counting.ts';
import type { Stock } from '../../../domain/inventory/stock.ts';
import type { PaymentProvider } from '../../../domain/payment/provider.ts';
import type { Checkpoint } from '../../../domain/reconciliation/checkpoint.ts';
import type { Instant } from '../../../domain/time.ts';
import { logFailure } from '../../log.ts';
import type { Motion } from './motion.ts';
import { Suspicions } from './suspicions.ts';

/** The books that are compared. */
export type Books = {
  readonly client: DynamoDBClient;
  readonly catalogTable: string;
  readonly inventoryTable: string;
  readonly movementsTable: string;
  readonly ordersTable: string;
  readonly provider: Pick<PaymentProvider, 'lookUp'>;
};

/** What one run may take: its price is bounded whatever the size of the shop. */
export type Limits = {
  readonly skusPerPage: number;
  readonly skuPages: number;
  readonly ledgerPages: number;
  readonly ordersInFlight: number;
  readonly settledOrders: number;
};

/** What a run counts, for the line that it logs. */
export type Count =
  | 'skus'
  | 'skusProven'
  | 'skusUnfinished'
  | 'skusChanging'
  | 'ordersInFlight'
  | 'ordersSettled'
  | 'heldNotCompared'
  | 'failed'
  | 'found';

export type RunOptions = {
  readonly books: Books;
  readonly limits: Limits;
  readonly at: Instant;
  /** How long it may go on. It always does one step of each kind, however little time there is. */
  readonly milliseconds: number;
  readonly state: ReconciliationState;
  readonly counts: Map<Count, number>;
};

/** The SKUs get more than half of the time, so that there is some for the orders too. */
const shareOfSkus = 0.6;
const concurrency = 10;

/** One run of reconciling: what it works on, what it knows, and how far it may go. */
export class Run {
  readonly books: Books;
  readonly limits: Limits;
  readonly at: Instant;
  readonly suspicions: Suspicions;
  /** The SKUs that were looked at, as they were. */
  readonly seen = new Map<string, { readonly stock: Stock; readonly checkpoint: Checkpoint }>();
  readonly counts: Map<Count, number>;
  /** Which SKUs nothing can be said of. */
  isInMotion: Motion = hasOpenBatches;
  catalogPlace: Place | undefined;
  ordersPlace: Place | undefined;
  readonly #skusUntil: number;
  readonly #until: number;
  #ledgerPages = 0;

  constructor({ books, limits, at, milliseconds, state, counts }: RunOptions) {
    this.counts = counts;
    this.books = books;
    this.limits = limits;
    this.at = at;
    this.suspicions = new Suspicions(state.suspicions);
    this.catalogPlace = state.catalogPlace;
    this.ordersPlace = state.ordersPlace;
    this.#until = Date.now() + milliseconds;
    this.#skusUntil = Date.now() + milliseconds * shareOfSkus;
  }

  hasTime(): boolean {
    return Date.now() < this.#until;
  }

  hasTimeForSkus(): boolean {
    return Date.now() < this.#skusUntil && this.#ledgerPages < this.limits.ledgerPages;
  }

  /** Asked after every page of a ledger. */
  mayReadOn(): boolean {
    this.#ledgerPages += 1;
    return this.hasTimeForSkus();
  }

  count(what: Count, times = 1): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + times);
  }

  /** Does the same for some at a time. One that fails must not keep the others from being looked at. */
  async each<T>(items: readonly T[], nameOf: (item: T) => string, look: (item: T) => Promise<void>): Promise<void> {
    for (let first = 0; first < items.length; first += concurrency) {
      const some = items.slice(first, first + concurrency).map(async (item) => {
        try {
          await look(item);
        } catch (error) {
          logFailure('could not be reconciled', error, { subject: nameOf(item) });
          this.count('failed');
        }
      });
      await Promise.all(some);
    }
  }

  /** What this run leaves to the next. */
  state(): ReconciliationState {
    return {
      ...(this.catalogPlace === undefined ? {} : { catalogPlace: this.catalogPlace }),
      ...(this.ordersPlace === undefined ? {} : { ordersPlace: this.ordersPlace }),
      suspicions: this.suspicions.all(),
    };
  }
}
