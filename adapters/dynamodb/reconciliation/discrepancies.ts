import { GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { Discrepancy } from '../../../domain/reconciliation/discrepancy.ts';
import type { InventoryTable } from '../adjustments.ts';
import { batchGet } from '../batch-get.ts';
import { toItem, toKey } from '../codec.ts';
import { discrepancyKey, discrepancyList } from '../keys.ts';
import { writeTransaction } from '../transaction.ts';
import {
  discrepancyFromItem,
  discrepancyPosition,
  discrepancyToItem,
  entryToItem,
  type StoredDiscrepancy,
} from './codec.ts';

/** Records a discrepancy and its place in the list, once: whoever finds the same again is told that it exists. */
export async function insertDiscrepancy(
  { client, inventoryTable }: InventoryTable,
  discrepancy: Discrepancy,
): Promise<'inserted' | 'exists'> {
  const { outcome } = await writeTransaction(client, [
    {
      Put: {
        TableName: inventoryTable,
        Item: discrepancyToItem(discrepancy),
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    { Put: { TableName: inventoryTable, Item: entryToItem(discrepancy) } },
  ]);
  return outcome === 'written' ? 'inserted' : 'exists';
}

export async function readDiscrepancy(
  { client, inventoryTable }: InventoryTable,
  discrepancyId: string,
): Promise<StoredDiscrepancy | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: inventoryTable, Key: toKey(discrepancyKey(discrepancyId)), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : discrepancyFromItem(Item);
}

export type DiscrepancyPage = {
  readonly discrepancies: readonly StoredDiscrepancy[];
  /** Where the next page begins; `undefined` when there is none. */
  readonly next: string | undefined;
};

/** All discrepancies, newest first, after the position that the last page ended with. */
export async function listDiscrepancies(
  { client, inventoryTable }: InventoryTable,
  { after, limit }: { readonly after?: string; readonly limit: number },
): Promise<DiscrepancyPage> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: inventoryTable,
      KeyConditionExpression: after === undefined ? 'pk = :pk' : 'pk = :pk AND sk < :after',
      ExpressionAttributeValues: toItem({ ':pk': discrepancyList, ':after': after }),
      ScanIndexForward: false,
      // One more than asked for tells whether there is a next page.
      Limit: limit + 1,
    }),
  );
  const positions = Items.map(({ sk }) => sk?.S ?? '');
  const page = positions.slice(0, limit);
  const keys = page.map((position) => discrepancyKey(position.slice(position.indexOf('#') + 1)));
  const found = (await batchGet(client, inventoryTable, keys)).map(discrepancyFromItem);
  const discrepancies = found.sort((left, right) => (discrepancyPosition(left) < discrepancyPosition(right) ? 1 : -1));
  return { discrepancies, next: positions.length > limit ? page.at(-1) : undefined };
}
