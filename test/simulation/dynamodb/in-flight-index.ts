import type { VirtualClock } from '../time/clock.ts';
import type { Random } from '../time/random.ts';
import type { ItemChange, Place } from './store.ts';
import type { Item } from './values.ts';

/** How far the index may lag behind its table. */
const lagMilliseconds = 300;

export type IndexOptions = {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly read: (place: Place) => Item | undefined;
};

/** The sparse index of the orders in flight. It follows its table a little later, as global indexes do. */
export class InFlightIndex {
  readonly #options: IndexOptions;
  readonly #entries = new Map<string, Item>();

  constructor(options: IndexOptions) {
    this.#options = options;
  }

  follow({ place, before, after }: ItemChange): void {
    if (place.sk !== 'ORDER' || after.inFlightShard?.S === before?.inFlightShard?.S) return;
    const { clock, random } = this.#options;
    clock.after(lagMilliseconds * random.next(), () => this.#refresh(place));
  }

  get size(): number {
    return this.#entries.size;
  }

  /** The entries of a shard by the time of placement: keys alone. */
  query(shard: string): Item[] {
    return [...this.#entries.values()]
      .filter(({ inFlightShard }) => inFlightShard?.S === shard)
      .sort((one, other) => ((one.placed?.S ?? '') < (other.placed?.S ?? '') ? -1 : 1));
  }

  #refresh(place: Place): void {
    const { pk, sk, placed, inFlightShard } = this.#options.read(place) ?? {};
    if (pk === undefined || sk === undefined || placed === undefined || inFlightShard === undefined) {
      this.#entries.delete(place.pk);
    } else {
      this.#entries.set(place.pk, { pk, sk, placed, inFlightShard });
    }
  }
}
