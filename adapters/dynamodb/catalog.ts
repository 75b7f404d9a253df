import { type DynamoDBClient, GetItemCommand, QueryCommand, type TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { CatalogItem } from '../../domain/catalog/item.ts';
import type { Instant } from '../../domain/time.ts';
import { batchGet } from './batch-get.ts';
import { catalogItemFromItem, catalogItemToItem, toItem, toKey } from './codec.ts';
import { registration } from './hot/registry.ts';
import { catalogKey, shards, stockKey } from './keys.ts';
import { writeTransaction } from './transaction.ts';

export type CatalogTable = { readonly client: DynamoDBClient; readonly catalogTable: string };

export async function readCatalogItem(
  { client, catalogTable }: CatalogTable,
  sku: string,
): Promise<CatalogItem | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: catalogTable, Key: toKey(catalogKey(sku)), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : catalogItemFromItem(Item);
}

/** The items of an order's lines, as they are now, by SKU. */
export async function readCatalogItems(
  { client, catalogTable }: CatalogTable,
  skus: readonly string[],
): Promise<Map<string, CatalogItem>> {
  const items = await batchGet(client, catalogTable, skus.map(catalogKey), true);
  return new Map(items.map(catalogItemFromItem).map((item) => [item.sku, item]));
}

/** Items in the order of their SKUs, after the one that the last page ended with. */
export async function listCatalogItems(
  table: CatalogTable,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<CatalogItem[]> {
  const pages = await Promise.all(shards.map((shard) => queryShard(table, shard, limit, after)));
  return pages
    .flat()
    .sort((left, right) => (left.sku < right.sku ? -1 : 1))
    .slice(0, limit);
}

async function queryShard(
  { client, catalogTable }: CatalogTable,
  shard: string,
  Limit: number,
  after: string | undefined,
): Promise<CatalogItem[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: catalogTable,
      KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk > :after',
      ExpressionAttributeValues: toItem({ ':pk': `CATALOG#${shard}`, ':after': after }),
      Limit,
    }),
  );
  return Items.map(catalogItemFromItem);
}

/**
 * Creates or replaces an item together with what its stock item knows of it. No stock total is touched; the stock item
 * is there from now on, so that it can be adjusted. One that is announced as hot is hot at once.
 */
export async function putCatalogItem(
  table: CatalogTable & { readonly inventoryTable: string },
  item: CatalogItem,
  at: Instant,
): Promise<'created' | 'replaced'> {
  const stock = stockWrites(table.inventoryTable, item, at);
  const put = { TableName: table.catalogTable, Item: catalogItemToItem(item) };
  const ifNew = { Put: { ...put, ConditionExpression: 'attribute_not_exists(pk)' } };
  const created = await writeTransaction(table.client, [ifNew, ...stock]);
  if (created.outcome === 'written') return 'created';
  await writeTransaction(table.client, [{ Put: put }, ...stock]);
  return 'replaced';
}

function stockWrites(inventoryTable: string, item: CatalogItem, at: Instant): TransactWriteItem[] {
  return [stockSettings(inventoryTable, item), ...(item.hot ? [registration(inventoryTable, item.sku, at)] : [])];
}

function stockSettings(inventoryTable: string, { sku, restockThreshold, hot }: CatalogItem): TransactWriteItem {
  const settings = Object.entries({ restockThreshold, hot });
  const set = settings.filter(([, value]) => value !== undefined).map(([name]) => `${name} = :${name}`);
  const maps = hot ? ['leases', 'counts'].map((map) => `${map} = if_not_exists(${map}, :none)`) : [];
  const remove = settings.filter(([, value]) => value === undefined).map(([name]) => name);
  return {
    Update: {
      TableName: inventoryTable,
      Key: toKey(stockKey(sku)),
      UpdateExpression: [
        'ADD revision :one',
        ...(set.length > 0 ? [`SET ${[...set, ...maps].join(', ')}`] : []),
        ...(remove.length > 0 ? [`REMOVE ${remove.join(', ')}`] : []),
      ].join(' '),
      ExpressionAttributeValues: toItem({
        ':one': 1,
        ':restockThreshold': restockThreshold,
        ':hot': hot,
        ...(hot ? { ':none': {} } : {}),
      }),
    },
  };
}
