import { isDeepStrictEqual } from 'node:util';
import { writeUnits } from './capacity.ts';
import type { Item } from './item-size.ts';

/** What of a secondary index decides which entry an item has in it. */
export type IndexDefinition = {
  /** The attributes of the index's key. */
  readonly key: readonly string[];
  /** The attributes of an entry besides the keys of index and table, or all of the item's. */
  readonly projected: readonly string[] | 'all';
};

/**
 * The write units of an index for one change of an item: one write to put an entry, to change what is projected, or to
 * take it away; two where the key of the entry changes; none where the entry stays as it is. They are not doubled by a
 * transaction, which does not hold the index: that follows on its own.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
 */
export function indexWriteUnits(
  index: IndexDefinition,
  tableKey: readonly string[],
  before: Item | undefined,
  after: Item | undefined,
): number {
  const [old, fresh] = [before, after].map((item) => item && indexEntry(index, tableKey, item));
  if (isDeepStrictEqual(old, fresh)) return 0;
  const moves = old !== undefined && fresh !== undefined && index.key.some((name) => differs(old, fresh, name));
  return moves ? writeUnits(old, undefined) + writeUnits(undefined, fresh) : writeUnits(old, fresh);
}

/** The entry of an item in an index: none as long as an attribute of the index's key is missing. */
export function indexEntry(index: IndexDefinition, tableKey: readonly string[], item: Item): Item | undefined {
  if (!index.key.every((name) => name in item)) return undefined;
  if (index.projected === 'all') return item;
  const names = new Set([...tableKey, ...index.key, ...index.projected]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}

function differs(one: Item, other: Item, name: string): boolean {
  return !isDeepStrictEqual(one[name], other[name]);
}
