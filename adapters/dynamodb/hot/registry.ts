import { type DynamoDBClient, QueryCommand, type TransactWriteItem, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { HotSku } from '../../../domain/inventory/hot.ts';
import type { Instant } from '../../../domain/time.ts';
import { type Item, toItem, toKey } from '../codec.ts';
import { writeUncontended } from '../contention.ts';
import { hotKey, hotList, stockKey } from '../keys.ts';
import { writeTransaction } from '../transaction.ts';
import { hotSkuFromItem } from './codec.ts';

export type InventoryTable = { readonly client: DynamoDBClient; readonly inventoryTable: string };

export type PromoteOutcome = 'promoted' | 'already_hot' | 'item_not_found';

/**
 * Makes a SKU hot: gives its stock item the maps of leases and of counting tokens, and enters it into the registry, in
 * one transaction. So every stock item that has the maps is in the registry, whoever dies when.
 */
export async function promote(table: InventoryTable, sku: string, at: Instant): Promise<PromoteOutcome> {
  const result = await writeTransaction(table.client, promotion(table.inventoryTable, sku, at));
  if (result.outcome === 'written') return 'promoted';
  return result.refusals[0]?.item === undefined ? 'item_not_found' : 'already_hot';
}

function promotion(TableName: string, sku: string, at: Instant): TransactWriteItem[] {
  return [
    {
      Update: {
        TableName,
        Key: toKey(stockKey(sku)),
        UpdateExpression: 'SET leases = :none, counts = if_not_exists(counts, :none) ADD revision :one',
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(leases)',
        ExpressionAttributeValues: toItem({ ':none': {}, ':one': 1 }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
    registration(TableName, sku, at),
  ];
}

/** The registry's part of a transaction that makes a SKU hot. */
export function registration(TableName: string, sku: string, at: Instant): TransactWriteItem {
  return {
    Update: {
      TableName,
      Key: toKey(hotKey(sku)),
      UpdateExpression: 'SET promotedAt = :at REMOVE demotedAt, quietSince, seen',
      ExpressionAttributeValues: toItem({ ':at': at }),
    },
  };
}

/**
 * Makes a SKU quiet again, unless somebody holds a lease or a token on it, has announced it as hot, or its stock item
 * has changed in any way since it was read.
 */
export async function demote(
  { client, inventoryTable: TableName }: InventoryTable,
  { sku, revision }: { readonly sku: string; readonly revision: number },
  at: Instant,
): Promise<'demoted' | 'in_use'> {
  const result = await writeTransaction(client, [
    {
      Update: {
        TableName,
        Key: toKey(stockKey(sku)),
        UpdateExpression: 'REMOVE leases ADD revision :one',
        ConditionExpression: 'leases = :none AND revision = :revision',
        ExpressionAttributeValues: toItem({ ':none': {}, ':one': 1, ':revision': revision }),
      },
    },
    {
      Update: {
        TableName,
        Key: toKey(hotKey(sku)),
        UpdateExpression: 'SET demotedAt = :at REMOVE quietSince, seen',
        ExpressionAttributeValues: toItem({ ':at': at }),
      },
    },
  ]);
  return result.outcome === 'written' ? 'demoted' : 'in_use';
}

/** Keeps what a sweep has seen of a hot SKU for the next one. */
export async function remember(
  { client, inventoryTable: TableName }: InventoryTable,
  sku: string,
  { seen, quietSince }: Pick<HotSku, 'seen' | 'quietSince'>,
): Promise<void> {
  const update = new UpdateItemCommand({
    TableName,
    Key: toKey(hotKey(sku)),
    UpdateExpression:
      quietSince === undefined ? 'SET seen = :seen REMOVE quietSince' : 'SET seen = :seen, quietSince = :since',
    ExpressionAttributeValues: toItem({ ':seen': seen, ':since': quietSince }),
  });
  await writeUncontended(() => client.send(update));
}

/** Every SKU that is hot or was once, as the registry has them. */
export async function listHotSkus({ client, inventoryTable }: InventoryTable): Promise<HotSku[]> {
  const found: HotSku[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: inventoryTable,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: toItem({ ':pk': hotList }),
        ConsistentRead: true,
        ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
      }),
    );
    found.push(...(page.Items ?? []).map(hotSkuFromItem));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return found;
}
