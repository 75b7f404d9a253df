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
  /** The sort key of the items that are indexed. */
  readonly kind: string;
  /** The partition key of the index: an item without it is not there. */
  readonly attribute: string;
  /** The sort key of the index. */
  readonly sortedBy: string;
};

/** A sparse index of keys alone. It follows its table a little later, as global indexes do. */
export class SparseIndex {
  readonly #options: IndexOptions;
  readonly #entries = new Map<string, Item>();

  constructor(options: IndexOptions) {
    this.#options = options;
  }

  follow({ place, before, after }: ItemChange): void {
    const { clock, random, kind, attribute, sortedBy } = this.#options;
    const isSame = (name: string) => after[name]?.S === before?.[name]?.S;
    if (place.sk !== kind || (isSame(attribute) && isSame(sortedBy))) return;
    clock.after(lagMilliseconds * random.next(), () => this.#refresh(place));
  }

  /** The entries of a partition in their order: keys alone. */
  query(value: string): Item[] {
    const { attribute, sortedBy } = this.#options;
    return [...this.#entries.values()]
      .filter((entry) => entry[attribute]?.S === value)
      .sort((one, other) => ((one[sortedBy]?.S ?? '') < (other[sortedBy]?.S ?? '') ? -1 : 1));
  }

  #refresh(place: Place): void {
    const { attribute, sortedBy, read } = this.#options;
    const { pk, sk, [sortedBy]: order, [attribute]: value } = read(place) ?? {};
    if (pk === undefined || sk === undefined || order === undefined || value === undefined) {
      this.#entries.delete(place.pk);
    } else {
      this.#entries.set(place.pk, { pk, sk, [sortedBy]: order, [attribute]: value });
    }
  }
}
