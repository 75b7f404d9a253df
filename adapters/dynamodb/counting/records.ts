import { ConditionalCheckFailedException, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { CountingRecord } from '../../../domain/inventory/counting.ts';
import type { InventoryTable } from '../adjustments.ts';
import { batchGet } from '../batch-get.ts';
import { type Item, toItem } from '../codec.ts';
import { writeUncontended } from '../contention.ts';
import { batchKey } from '../keys.ts';

function recordFromItem(item: Item): CountingRecord {
  const { pk: _, sk: __, ...value } = unmarshall(item);
  return value as CountingRecord;
}

/** Decides about a batch, unless that has been decided: whoever comes first. @returns the record that stands */
export async function decideBatch(
  { client, inventoryTable }: InventoryTable,
  batchId: string,
  record: CountingRecord,
): Promise<CountingRecord> {
  const put = new PutItemCommand({
    TableName: inventoryTable,
    Item: toItem({ ...batchKey(batchId), ...record }),
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await writeUncontended(() => client.send(put));
    return record;
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;
    return recordFromItem(error.Item);
  }
}

/** What was decided about a batch that has claimed something; there is no claim without a record. */
export async function readBatch({ client, inventoryTable }: InventoryTable, batchId: string): Promise<CountingRecord> {
  const [Item] = await batchGet(client, inventoryTable, [batchKey(batchId)], true);
  if (Item === undefined) throw new Error(`Batch ${batchId} has claimed reservations, and has no record`);
  return recordFromItem(Item);
}
