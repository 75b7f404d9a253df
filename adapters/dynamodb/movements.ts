import { type DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Movement } from '../../domain/inventory/movement.ts';
import { batchPut } from './batch-put.ts';
import { movementFromItem, movementToItem, toItem, toKey } from './codec.ts';
import { movementKey } from './keys.ts';

export type MovementsTable = { readonly client: DynamoDBClient; readonly movementsTable: string };

/** Writes ledger rows by their own ids: the same row again is the same row. */
export async function putMovements(table: MovementsTable, movements: readonly Movement[]): Promise<void> {
  await batchPut(table.client, table.movementsTable, movements.map(movementToItem));
}

/** Whether a row is in the ledger, read consistently. */
export async function isInLedger(
  { client, movementsTable }: MovementsTable,
  { sku, at, movementId }: Pick<Movement, 'sku' | 'at' | 'movementId'>,
): Promise<boolean> {
  const Key = toKey(movementKey(sku, at, movementId));
  const { Item } = await client.send(new GetItemCommand({ TableName: movementsTable, Key, ConsistentRead: true }));
  return Item !== undefined;
}

/** A SKU's ledger, newest first, after the position that the last page ended with. */
export async function listMovements(
  { client, movementsTable }: MovementsTable,
  sku: string,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<Movement[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: movementsTable,
      KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk < :after',
      ExpressionAttributeValues: toItem({ ':pk': `SKU#${sku}`, ':after': after }),
      ScanIndexForward: false,
      Limit: limit,
    }),
  );
  return Items.map(movementFromItem);
}
