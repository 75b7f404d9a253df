import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Instant } from '../../../domain/time.ts';
import type { InventoryTable } from '../adjustments.ts';
import { type Item, toItem } from '../codec.ts';
import { countingShards } from '../keys.ts';

/**
 * The orders whose latest change the stock totals have not followed yet, page by page, oldest first within a shard,
 * from the sparse index that holds no others. It lags by moments.
 * @param before those that have waited since then or longer
 */
export async function* uncountedOrders(
  { client, inventoryTable }: InventoryTable,
  before: Instant,
): AsyncGenerator<string[]> {
  for (const shard of countingShards) {
    let ExclusiveStartKey: Item | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: inventoryTable,
          IndexName: 'uncounted',
          KeyConditionExpression: 'uncountedShard = :shard AND uncountedSince <= :before',
          ExpressionAttributeValues: toItem({ ':shard': shard, ':before': before }),
          Limit: 100,
          ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
        }),
      );
      if (Items.length > 0) yield Items.map((item) => String(unmarshall(item).pk).slice('RESERVATION#'.length));
      ExclusiveStartKey = LastEvaluatedKey;
    } while (ExclusiveStartKey !== undefined);
  }
}
