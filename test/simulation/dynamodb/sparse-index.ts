import type { VirtualClock } from '../time/clock.ts';
import type { Random } from '../time/random.ts';
import type { ItemChange, Place } from './store.ts';
import type { Item } from './values.ts';

/** How far an index may lag behind its table. */
const lagMilliseconds = 300;

export type IndexOptions = {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly read: (place: Place) => Item | undefined;
  /** The partition key of the index: an order without it is not there. */
  readonly attribute: string;
};

/** A sparse index of orders by their placement. It follows its table a little later, as global indexes do. */
export class SparseIndex {
  readonly #options: IndexOptions;
  readonly #entries = new Map<string, Item>();

  constructor(options: IndexOptions) {
    this.#options = options;
  }

  follow({ place, before, after }: ItemChange): void {
    const { clock, random, attribute } = this.#options;
    if (place.sk !== 'ORDER' || after[attribute]?.S === before?.[attribute]?.S) return;
    clock.after(lagMilliseconds * random.next(), () => this.#refresh(place));
  }

  /** The entries of a partition by the time of placement: keys alone. */
  query(value: string): Item[] {
    const { attribute } = this.#options;
    return [...this.#entries.values()]
      .filter((entry) => entry[attribute]?.S === value)
      .sort((one, other) => ((one.placed?.S ?? '') < (other.placed?.S ?? '') ? -1 : 1));
  }

  #refresh(place: Place): void {
    const { attribute, read } = this.#options;
    const { pk, sk, placed, [attribute]: value } = read(place) ?? {};
    if (pk === undefined || sk === undefined || placed === undefined || value === undefined) {
      this.#entries.delete(place.pk);
    } else {
      this.#entries.set(place.pk, { pk, sk, placed, [attribute]: value });
    }
  }
}
