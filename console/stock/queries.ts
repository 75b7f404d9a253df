import { useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../api/api.ts';
import type { Item } from '../api/schemas.ts';

const catalogueMilliseconds = 4_000;
const stockMilliseconds = 2_000;
const itemsPerCall = 100;

/** The whole catalogue; what is available may lag by seconds. */
export function useCatalogue() {
  return useQuery({ queryKey: ['items'], queryFn: readCatalogue, refetchInterval: catalogueMilliseconds });
}

async function readCatalogue(): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: itemsPerCall, ...(cursor === undefined ? {} : { cursor }) };
    const page = await dataOf(api.GET('/catalog/items', { params: { query } }));
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return items;
}

/** An item's counters, as they are. Staff alone may ask. */
export function useStock(sku: string, enabled: boolean) {
  return useQuery({
    queryKey: ['stock', sku],
    queryFn: () => dataOf(api.GET('/catalog/items/{sku}/stock', { params: { path: { sku } } })),
    refetchInterval: stockMilliseconds,
    enabled,
  });
}

export function useItem(sku: string) {
  return useQuery({
    queryKey: ['item', sku],
    queryFn: () => dataOf(api.GET('/catalog/items/{sku}', { params: { path: { sku } } })),
    refetchInterval: catalogueMilliseconds,
  });
}

/** The latest movements of an item, newest first. Staff alone may ask. */
export function useMovements(sku: string, enabled: boolean) {
  const query = { limit: itemsPerCall };
  return useQuery({
    queryKey: ['movements', sku],
    queryFn: () => dataOf(api.GET('/catalog/items/{sku}/movements', { params: { path: { sku }, query } })),
    refetchInterval: stockMilliseconds,
    enabled,
  });
}
