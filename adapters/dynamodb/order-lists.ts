import { type DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Order } from '../../domain/ordering/order.ts';
import { batchGet } from './batch-get.ts';
import { orderFromItem, placedKey, toItem } from './codec.ts';
import { orderKey, shards } from './keys.ts';

export type OrdersTable = { readonly client: DynamoDBClient; readonly ordersTable: string };

/** One page of an index, which holds nothing but keys that never change. */
export type OrderPage = {
  readonly orders: readonly Order[];
  /** Where the next page begins; `undefined` when there is none. */
  readonly next: string | undefined;
};

type Position = { readonly after?: string; readonly limit: number };

/** A buyer's orders, newest first. */
export async function listOrdersOfBuyer(table: OrdersTable, buyerId: string, position: Position): Promise<OrderPage> {
  return readPage(table, await queryIndex(table, 'byBuyer', 'buyerId', buyerId, position), position);
}

/** All orders, newest first: the shards of the index are merged by their sort key, which is one order for all. */
export async function listOrders(table: OrdersTable, position: Position): Promise<OrderPage> {
  const pages = await Promise.all(
    shards.map((shard) => queryIndex(table, 'byPlacement', 'placementShard', shard, position)),
  );
  return readPage(table, pages.flat(), position);
}

type Entry = { readonly placed: string; readonly orderId: string };

async function queryIndex(
  { client, ordersTable }: OrdersTable,
  IndexName: string,
  attribute: string,
  value: string,
  { after, limit }: Position,
): Promise<Entry[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: ordersTable,
      IndexName,
      KeyConditionExpression:
        after === undefined ? `${attribute} = :value` : `${attribute} = :value AND placed < :after`,
      ExpressionAttributeValues: toItem({ ':value': value, ':after': after }),
      ScanIndexForward: false,
      // One more than asked for tells whether there is a next page.
      Limit: limit + 1,
    }),
  );
  return Items.map((item) => unmarshall(item)).map(({ pk, placed }) => ({
    placed: String(placed),
    orderId: String(pk).slice('ORDER#'.length),
  }));
}

/** Orders by their ids, in no order; those that are not there are missing. They may lag by moments. */
export async function readOrders({ client, ordersTable }: OrdersTable, orderIds: readonly string[]): Promise<Order[]> {
  return (await batchGet(client, ordersTable, orderIds.map(orderKey))).map(orderFromItem);
}

async function readPage(table: OrdersTable, found: Entry[], { limit }: Position): Promise<OrderPage> {
  const entries = found.sort(newestFirst);
  const page = entries.slice(0, limit);
  const read = await readOrders(
    table,
    page.map(({ orderId }) => orderId),
  );
  const orders = read.sort((left, right) => (placedKey(left) < placedKey(right) ? 1 : -1));
  return { orders, next: entries.length > limit ? page.at(-1)?.placed : undefined };
}

function newestFirst(left: Entry, right: Entry): number {
  return left.placed < right.placed ? 1 : -1;
}
