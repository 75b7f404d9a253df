import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Item } from '../../dynamodb/codec.ts';
import type { LedgerEntry } from './ledger.ts';

export function entryToItem(entry: LedgerEntry): Item {
  return marshall({ pk: entry.key, ...entry }, { removeUndefinedValues: true });
}

export function entryFromItem(item: Item): LedgerEntry {
  const { pk: _, ...entry } = unmarshall(item);
  return entry as LedgerEntry;
}
