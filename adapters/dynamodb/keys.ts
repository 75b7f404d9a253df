/** Where every item stands. All tables have the string keys `pk` and `sk`. */
export type Key = { readonly pk: string; readonly sk: string };

export const orderKey = (orderId: string): Key => ({ pk: `ORDER#${orderId}`, sk: 'ORDER' });

/** Padded, so that the events of an order sort by version. An item is named by the first version that it holds. */
export const eventKey = (orderId: string, version: number): Key => ({
  pk: `ORDER#${orderId}`,
  sk: `EVENT#${String(version).padStart(6, '0')}`,
});

export const reservationKey = (orderId: string): Key => ({ pk: `RESERVATION#${orderId}`, sk: 'RESERVATION' });
export const stockKey = (sku: string): Key => ({ pk: `STOCK#${sku}`, sk: 'STOCK' });
export const adjustmentKey = (adjustmentId: string): Key => ({ pk: `ADJUSTMENT#${adjustmentId}`, sk: 'ADJUSTMENT' });

/** All SKUs that are hot or once were, in one partition, so that the sweep finds them without an index. */
export const hotList = 'HOT';
export const hotKey = (sku: string): Key => ({ pk: hotList, sk: sku });

/** What one batch has decided, by a random id that no other batch ever has. */
export const batchKey = (batchId: string): Key => ({ pk: `BATCH#${batchId}`, sk: 'BATCH' });

export const discrepancyKey = (discrepancyId: string): Key => ({
  pk: `DISCREPANCY#${discrepancyId}`,
  sk: 'DISCREPANCY',
});

/** The list of all discrepancies, which sorts them by the time they were found at; no id has capital letters. */
export const discrepancyList = 'DISCREPANCY#ALL';
export const discrepancyEntryKey = (position: string): Key => ({ pk: discrepancyList, sk: position });

/** What reconciling remembers of a SKU, and of its latest run. Both are its own, and told to nobody. */
export const checkpointKey = (sku: string): Key => ({ pk: `RECONCILIATION#${sku}`, sk: 'CHECKPOINT' });
export const reconciliationKey: Key = { pk: 'RECONCILIATION#', sk: 'STATE' };

export const shards = ['0', '1', '2', '3', '4', '5', '6', '7'] as const;

/** Spreads an index over as many partitions as there are shards; the same id always has the same one. */
export function shardOf(id: string): string {
  return shards[sumOf(id) % shards.length] ?? shards[0];
}

function sumOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum;
}

/** Each shard of the index of what is not counted yet takes some 500 orders a second, in and out. */
export const countingShards = Array.from({ length: 16 }, (_, shard) => String(shard));

export function countingShardOf(orderId: string): string {
  return String(sumOf(orderId) % countingShards.length);
}

export const catalogKey = (sku: string): Key => ({ pk: `CATALOG#${shardOf(sku)}`, sk: sku });

export const movementKey = (sku: string, at: string, movementId: string): Key => ({
  pk: `SKU#${sku}`,
  sk: `${at}#${movementId}`,
});

/** One item a minute: what is added to it is summed by the batch before. */
export const figuresKey = (minute: string): Key => ({ pk: `MINUTE#${minute}`, sk: 'FIGURES' });
