import { ConditionalCheckFailedException, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { StockDeltas } from '../../../domain/inventory/stock.ts';
import type { Instant } from '../../../domain/time.ts';
import { stockFromItem, toItem, toKey } from '../codec.ts';
import { writeUncontended } from '../contention.ts';
import { stockKey } from '../keys.ts';
import type { CountingTable } from './table.ts';

/**
 * Opens the token of a batch on a stock item, which lets the batch change its totals once.
 * @throws when the answer is lost: the token may be there, and must not be opened by another request
 */
export async function openToken(table: CountingTable, sku: string, batchId: string, at: Instant): Promise<void> {
  const update = new UpdateItemCommand({
    TableName: table.inventoryTable,
    Key: toKey(stockKey(sku)),
    UpdateExpression: 'SET counts.#batch = :token ADD revision :one',
    // Since it was hot once: a SKU keeps the map when it becomes quiet.
    ConditionExpression: 'attribute_exists(counts)',
    ExpressionAttributeNames: { '#batch': batchId },
    ExpressionAttributeValues: toItem({ ':token': { at }, ':one': 1 }),
  });
  await writeUncontended(() => table.singleAttemptClient.send(update));
}

/**
 * Changes the totals of a SKU by all that a batch counts, and takes its token away, in one write: whoever comes second,
 * finds none, and has nothing to do.
 * @throws when the totals do not hold what is counted: the books are wrong, and somebody must look at them
 */
export async function closeToken(
  table: CountingTable,
  sku: string,
  batchId: string,
  deltas: StockDeltas,
): Promise<'counted' | 'counted_before'> {
  const changes = Object.entries(deltas).filter(([, delta]) => delta !== 0);
  const taken = changes.filter(([, delta]) => delta < 0);
  const update = new UpdateItemCommand({
    TableName: table.inventoryTable,
    Key: toKey(stockKey(sku)),
    UpdateExpression: `REMOVE counts.#batch ADD ${['revision :one', ...changes.map(([total]) => `${total} :${total}`)].join(', ')}`,
    ConditionExpression: [
      'attribute_exists(counts.#batch)',
      ...taken.map(([total]) => `${total} >= :least_${total}`),
    ].join(' AND '),
    ExpressionAttributeNames: { '#batch': batchId },
    ExpressionAttributeValues: toItem({
      ':one': 1,
      ...Object.fromEntries(changes.map(([total, delta]) => [`:${total}`, delta])),
      ...Object.fromEntries(taken.map(([total, delta]) => [`:least_${total}`, -delta])),
    }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  });
  try {
    await writeUncontended(() => table.client.send(update));
    return 'counted';
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    const hasToken = error.Item !== undefined && stockFromItem(error.Item).counts?.[batchId] !== undefined;
    if (hasToken) throw new Error(`The totals of ${sku} do not hold what batch ${batchId} counts`);
    return 'counted_before';
  }
}
