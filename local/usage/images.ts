import { dynamodb, type EngineClient } from '../engine/engine-client.ts';
import type { Item } from './item-size.ts';
import type { WriteAction } from './write-actions.ts';

/** Where an item stands. */
export type Place = Pick<WriteAction, 'table' | 'key'>;

/** Items as they were read together, by their places. */
export type Images = (place: Place) => Item | undefined;

type Answer = {
  readonly Responses?: Readonly<Record<string, readonly Item[]>>;
  readonly UnprocessedKeys?: Readonly<Record<string, unknown>>;
};

/** Reads items beside the requests that are counted, consistently and at nobody's expense. */
export async function readImages(engine: Pick<EngineClient, 'call'>, places: readonly Place[]): Promise<Images> {
  const found = new Map<string, Item>();
  let requested = requestOf(places);
  while (Object.keys(requested).length > 0) {
    const { Responses = {}, UnprocessedKeys = {} } = (await engine.call(dynamodb('BatchGetItem'), {
      RequestItems: requested,
    })) as Answer;
    for (const place of places) {
      const item = Responses[place.table.name]?.find((candidate) => isAt(place, candidate));
      if (item !== undefined) found.set(idOf(place), item);
    }
    requested = UnprocessedKeys;
  }
  return (place) => found.get(idOf(place));
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
