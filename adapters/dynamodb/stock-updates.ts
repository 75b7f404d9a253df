import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { deltasOf, type StockChange, type StockDeltas, type StockEffect } from '../../domain/inventory/stock.ts';
import { toItem, toKey } from './codec.ts';
import { stockKey } from './keys.ts';

/** The total that an effect takes from; the write's condition is that it holds enough. */
const source: Readonly<Record<StockEffect, keyof StockDeltas>> = {
  reserve: 'available',
  commit: 'reserved',
  release: 'reserved',
  return: 'sold',
  write_off: 'sold',
};

/** Where a SKU is hot, `available` says nothing of a shortage: units in escrow may come back. */
const quiet = ' AND attribute_not_exists(leases)';
/** The batch has no token any more, which is never opened again. */
const applied = ' AND attribute_not_exists(counts.#batch)';

/** `ADD available -n, reserved n` if `available >= n`, and likewise: the counter and its rule in one write. */
export function stockUpdate(tableName: string, { sku, effect, quantity, afterBatch }: StockChange): TransactWriteItem {
  const deltas = Object.entries(deltasOf(effect, quantity)).filter(([, delta]) => delta !== 0);
  const values = Object.fromEntries(deltas.map(([total, delta]) => [`:${total}`, delta]));
  return {
    Update: {
      TableName: tableName,
      Key: toKey(stockKey(sku)),
      UpdateExpression: `ADD ${deltas.map(([total]) => `${total} :${total}`).join(', ')}, revision :one`,
      ConditionExpression: `${source[effect]} >= :quantity${effect === 'reserve' ? quiet : ''}${afterBatch === undefined ? '' : applied}`,
      ...(afterBatch === undefined ? {} : { ExpressionAttributeNames: { '#batch': afterBatch } }),
      ExpressionAttributeValues: toItem({ ...values, ':one': 1, ':quantity': quantity }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}
