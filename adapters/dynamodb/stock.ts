import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Stock } from '../../domain/inventory/stock.ts';
import { batchGet } from './batch-get.ts';
import { stockFromItem, toKey } from './codec.ts';
import { stockKey } from './keys.ts';

/** The totals of one SKU, strongly consistent; `undefined` when the catalogue has never had it. */
export async function readStock(
  client: DynamoDBClient,
  inventoryTable: string,
  sku: string,
): Promise<Stock | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: inventoryTable, Key: toKey(stockKey(sku)), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : stockFromItem(Item);
}

/** What is available of each SKU; it may lag by seconds unless it is read consistently. */
export async function readAvailable(
  client: DynamoDBClient,
  inventoryTable: string,
  skus: readonly string[],
  consistently = false,
): Promise<Map<string, number>> {
  const items = await batchGet(client, inventoryTable, skus.map(stockKey), consistently);
  return new Map(items.map(stockFromItem).map(({ sku, available }) => [sku, available]));
}

/** The totals of many SKUs, each strongly consistent by itself; those that the catalogue never had are missing. */
export async function readStocks(
  client: DynamoDBClient,
  inventoryTable: string,
  skus: readonly string[],
): Promise<Stock[]> {
  return (await batchGet(client, inventoryTable, skus.map(stockKey), true)).map(stockFromItem);
}
