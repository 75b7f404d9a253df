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

/** How many orders are in flight, and when the oldest of them was placed. */
export type InFlight = { readonly orders: number; readonly oldestPlacedAt: string | undefined };

/** Counting a shard stops here: more than that is not a figure to be exact about. */
const countedPerShard = 1_000;

/** Counts the orders in flight, up to 8 000, from keys alone; the index lags by moments. */
export async function countInFlight(client: DynamoDBClient, ordersTable: string): Promise<InFlight> {
  const counted = await Promise.all(shards.map((shard) => countShard(client, ordersTable, shard)));
  const oldest = counted.flatMap(({ oldestPlacedAt }) => oldestPlacedAt ?? []).sort();
  return { orders: counted.reduce((sum, { orders }) => sum + orders, 0), oldestPlacedAt: oldest[0] };
}

async function countShard(client: DynamoDBClient, ordersTable: string, shard: string): Promise<InFlight> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: ordersTable,
      IndexName: 'inFlight',
      KeyConditionExpression: 'inFlightShard = :shard',
      ExpressionAttributeValues: toItem({ ':shard': shard }),
      Limit: countedPerShard,
    }),
  );
  const oldest = Items[0]?.placed?.S;
  return { orders: Items.length, oldestPlacedAt: oldest?.split('#')[0] };
}
