import { dynamodb, type EngineClient } from '../engine/engine-client.ts';
import type { Item } from './item-size.ts';
import type { WriteAction } from './write-actions.ts';

/** Where an item stands. */
export type Place = Pick<WriteAction, 'table' | 'key'>;

type Image = Item | undefined;

/** Items as they stood together, by their places. */
export type Images = (place: Place) => Image;

type Answer = {
  readonly Responses?: Readonly<Record<string, readonly Item[]>>;
  readonly UnprocessedKeys?: Readonly<Record<string, unknown>>;
};

const MOST_REMEMBERED = 2_000;

/**
 * Knows what items are before they are written: it remembers what was written last, as long as no two writes of an item
 * were under way at once, of which nobody could say which came last; all else it reads from the engine, consistently
 * and at nobody's expense.
 */
export class ItemImages {
  readonly #engine: Pick<EngineClient, 'call'>;
  readonly #remembered = new Map<string, Image>();
  /** How many writes of an item are under way. */
  readonly #underWay = new Map<string, number>();
  readonly #uncertain = new Set<string>();

  constructor(engine: Pick<EngineClient, 'call'>) {
    this.#engine = engine;
  }

  /** What stands there now. */
  async read(places: readonly Place[]): Promise<Images> {
    const found = new Map<string, Image>();
    const unknown: Place[] = [];
    for (const place of places) {
      const id = idOf(place);
      if (this.#remembered.has(id) && !this.#underWay.has(id)) found.set(id, this.#remembered.get(id));
      else unknown.push(place);
    }
    return this.#fetch(unknown, found);
  }

  /** What stands there after a write, whatever is remembered. */
  readAgain(places: readonly Place[]): Promise<Images> {
    return this.#fetch(places, new Map());
  }

  /** Says that a write begins. */
  begin(place: Place): void {
    const id = idOf(place);
    const others = this.#underWay.get(id) ?? 0;
    if (others > 0) this.#uncertain.add(id);
    this.#underWay.set(id, others + 1);
  }

  /** Says that a write has ended, and what it left; without that, nobody knows. */
  end(place: Place, left?: { readonly image: Image }): void {
    const id = idOf(place);
    const others = (this.#underWay.get(id) ?? 1) - 1;
    this.#remembered.delete(id);
    if (left === undefined) this.#uncertain.add(id);
    if (others > 0) {
      this.#underWay.set(id, others);
      return;
    }
    this.#underWay.delete(id);
    if (!this.#uncertain.delete(id) && left !== undefined) this.#remember(id, left.image);
  }

  #remember(id: string, image: Image): void {
    this.#remembered.set(id, image);
    const [oldest] = this.#remembered.keys();
    if (this.#remembered.size > MOST_REMEMBERED && oldest !== undefined) this.#remembered.delete(oldest);
  }

  async #fetch(places: readonly Place[], found: Map<string, Image>): Promise<Images> {
    let requested = requestOf(places);
    while (Object.keys(requested).length > 0) {
      const answer = await this.#engine.call(dynamodb('BatchGetItem'), { RequestItems: requested });
      const { Responses = {}, UnprocessedKeys = {} } = answer as Answer;
      for (const place of places) {
        const item = Responses[place.table.name]?.find((candidate) => isAt(place, candidate));
        if (item !== undefined) found.set(idOf(place), item);
      }
      requested = UnprocessedKeys;
    }
    return (place) => found.get(idOf(place));
  }
}

function requestOf(places: readonly Place[]): Readonly<Record<string, unknown>> {
  const byTable = Object.groupBy(places, ({ table }) => table.name);
  const requests = Object.entries(byTable).map(([name, group = []]) => {
    const keys = new Map(group.map((place) => [idOf(place), place.key]));
    return [name, { Keys: [...keys.values()], ConsistentRead: true }] as const;
  });
  return Object.fromEntries(requests);
}

function isAt({ table, key }: Place, item: Item): boolean {
  return table.key.every((name) => JSON.stringify(item[name]) === JSON.stringify(key[name]));
}

function idOf({ table, key }: Place): string {
  return JSON.stringify([table.name, ...table.key.map((name) => key[name])]);
}
