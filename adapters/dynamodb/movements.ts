import {
  BatchWriteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import type { Movement } from '../../domain/inventory/movement.ts';
import { movementFromItem, movementToItem, toItem, toKey } from './codec.ts';
import { ContentionError, pause } from './contention.ts';
import { movementKey } from './keys.ts';

export type MovementsTable = { readonly client: DynamoDBClient; readonly movementsTable: string };

/** BatchWriteItem takes at most 25 requests. */
const writesPerRequest = 25;
const attempts = 8;

/** Writes ledger rows by their own ids: the same row again is the same row. */
export async function putMovements(table: MovementsTable, movements: readonly Movement[]): Promise<void> {
  for (let first = 0; first < movements.length; first += writesPerRequest) {
    const page = movements.slice(first, first + writesPerRequest);
    await writeAll(
      table,
      page.map((movement) => ({ PutRequest: { Item: movementToItem(movement) } })),
    );
  }
}

/** A busy table takes some and leaves some: those are sent again. */
async function writeAll({ client, movementsTable }: MovementsTable, requests: WriteRequest[]): Promise<void> {
  let left = requests;
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt >= attempts) throw new ContentionError(`The table left ${left.length} movements unwritten`);
    if (attempt > 0) await pause(attempt);
    const { UnprocessedItems } = await client.send(
      new BatchWriteItemCommand({ RequestItems: { [movementsTable]: left } }),
    );
    left = UnprocessedItems?.[movementsTable] ?? [];
  }
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
