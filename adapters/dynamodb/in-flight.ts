import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { type Item, toItem } from './codec.ts';
import { shards } from './keys.ts';

/**
 * The ids of all orders in flight, oldest first within a shard, page by page, from the sparse index that holds no
 * others.
 * @param firstShard where to begin: who cannot read all of them in time begins elsewhere the next time
 */
export async function* ordersInFlight(
  client: DynamoDBClient,
  ordersTable: string,
  firstShard: number,
): AsyncGenerator<string[]> {
  const first = firstShard % shards.length;
  for (const shard of [...shards.slice(first), ...shards.slice(0, first)]) {
    let start: Item | undefined;
    do {
      const page = await query(client, ordersTable, shard, start);
      if (page.orderIds.length > 0) yield page.orderIds;
      start = page.next;
    } while (start !== undefined);
  }
}

async function query(client: DynamoDBClient, ordersTable: string, shard: string, ExclusiveStartKey: Item | undefined) {
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: ordersTable,
      IndexName: 'inFlight',
      KeyConditionExpression: 'inFlightShard = :shard',
      ExpressionAttributeValues: toItem({ ':shard': shard }),
      ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
    }),
  );
  const orderIds = Items.map((item) => String(unmarshall(item).pk).slice('ORDER#'.length));
  return { orderIds, next: LastEvaluatedKey };
}
