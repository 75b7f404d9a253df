import type { Item } from './values.ts';

/** Where an item stands. `id` names it among the items of all tables. */
export type Place = { readonly table: string; readonly pk: string; readonly sk: string; readonly id: string };

/** One item as one write left it. Items are never changed in place, so that images are shared and not copied. */
export type ItemChange = { readonly place: Place; readonly before: Item | undefined; readonly after: Item };

type Stored = { readonly item: Item; readonly before: Item | undefined; readonly writtenAt: number };
type Partition = Map<string, Stored>;

/** How long a read that is not consistent may tell what was there before. */
const staleMilliseconds = 1_000;

export type StoreOptions = {
  readonly now: () => number;
  /** Told of every write, with all items that it changed, at the instant at which it happens. */
  readonly onWritten: (changes: readonly ItemChange[]) => void;
};

/** The tables with their items. Whoever writes here has decided that it may. */
export class Store {
  readonly #tables = new Map<string, Map<string, Partition>>();
  readonly #options: StoreOptions;

  constructor(options: StoreOptions) {
    this.#options = options;
  }

  /** @throws for a key that is not made of the strings `pk` and, but for the payment ledger, `sk` */
  static placeOf(table: string | undefined, key: Item | undefined): Place {
    const pk = key?.pk?.S;
    const sk = key?.sk?.S ?? '';
    if (table === undefined || pk === undefined) throw new Error(`${table} has no key ${JSON.stringify(key)}`);
    return { table, pk, sk, id: `${table} ${pk} ${sk}` };
  }

  read(place: Place): Item | undefined {
    return this.#stored(place)?.item;
  }

  /** What a read without consistency may find: for a while, also what was there before. */
  readLagging(place: Place, lags: () => boolean): Item | undefined {
    const stored = this.#stored(place);
    if (stored === undefined) return undefined;
    const isFresh = this.#options.now() - stored.writtenAt < staleMilliseconds;
    return isFresh && lags() ? stored.before : stored.item;
  }

  /** The items of one partition, in the order of their sort keys. */
  partition(table: string, pk: string): Item[] {
    const partition = this.#table(table).get(pk) ?? new Map<string, Stored>();
    return [...partition].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, { item }]) => item);
  }

  *items(table: string): IterableIterator<Item> {
    for (const partition of this.#table(table).values()) for (const { item } of partition.values()) yield item;
  }

  /** Writes all at once. */
  write(changes: readonly ItemChange[]): void {
    const writtenAt = this.#options.now();
    for (const { place, before, after } of changes) {
      const table = this.#table(place.table);
      let partition = table.get(place.pk);
      if (partition === undefined) {
        partition = new Map();
        table.set(place.pk, partition);
      }
      partition.set(place.sk, { item: after, before, writtenAt });
    }
    this.#options.onWritten(changes);
  }

  #stored({ table, pk, sk }: Place): Stored | undefined {
    return this.#table(table).get(pk)?.get(sk);
  }

  #table(name: string): Map<string, Partition> {
    let table = this.#tables.get(name);
    if (table === undefined) {
      table = new Map();
      this.#tables.set(name, table);
    }
    return table;
  }
}
