import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { CatalogTable } from '../catalog.ts';
import { type Item, toItem } from '../codec.ts';
import type { OrdersTable } from '../order-lists.ts';
import { type Place, placeFromItem } from './codec.ts';

/** A page of a walk; without a next place it was the last one, and the walk begins again. */
export type WalkPage = { readonly ids: readonly string[]; readonly next: Place | undefined };

type Walk = {
  readonly client: DynamoDBClient;
  readonly TableName: string;
  readonly IndexName?: string;
  readonly from: Place | undefined;
  readonly Limit: number;
};

/** Whoever visits everything does not care for its order: a scan takes one request a page, whatever the shards are. */
async function scan({ client, from, ...input }: Walk): Promise<{ items: Item[]; next: Place | undefined }> {
  const start = from === undefined ? {} : { ExclusiveStartKey: toItem(from) };
  const { Items = [], LastEvaluatedKey } = await client.send(new ScanCommand({ ...input, ...start }));
  return { items: Items, next: LastEvaluatedKey === undefined ? undefined : placeFromItem(LastEvaluatedKey) };
}

/** The SKUs of the catalogue. */
export async function walkSkus(
  { client, catalogTable }: CatalogTable,
  from: Place | undefined,
  limit: number,
): Promise<WalkPage> {
  const { items, next } = await scan({ client, TableName: catalogTable, from, Limit: limit });
  return { ids: items.map((item) => String(unmarshall(item).sku)), next };
}

/** The orders of an index: `byPlacement` has all of them, `inFlight` those that are not settled. */
export async function walkOrders(
  { client, ordersTable }: OrdersTable,
  IndexName: 'byPlacement' | 'inFlight',
  from: Place | undefined,
  limit: number,
): Promise<WalkPage> {
  const { items, next } = await scan({ client, TableName: ordersTable, IndexName, from, Limit: limit });
  return { ids: items.map((item) => String(unmarshall(item).pk).slice('ORDER#'.length)), next };
}
