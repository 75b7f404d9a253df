import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type Checkpoint, newCheckpoint } from '../../../domain/reconciliation/checkpoint.ts';
import { batchGet } from '../batch-get.ts';
import { batchPut } from '../batch-put.ts';
import { toKey } from '../codec.ts';
import { checkpointKey, reconciliationKey } from '../keys.ts';
import type { MovementsTable } from '../movements.ts';
import { checkpointFromItem, checkpointToItem, type ReconciliationState, stateFromItem, stateToItem } from './codec.ts';

/** What reconciling remembers stands with the ledger whose reading it shortens; losing it costs a new reading. */

/** What is remembered of each SKU; of one that was never looked at, nothing. */
export async function readCheckpoints(
  { client, movementsTable }: MovementsTable,
  skus: readonly string[],
): Promise<Map<string, Checkpoint>> {
  const items = await batchGet(client, movementsTable, skus.map(checkpointKey));
  const found = new Map(items.map(checkpointFromItem).map((checkpoint) => [checkpoint.sku, checkpoint]));
  return new Map(skus.map((sku) => [sku, found.get(sku) ?? newCheckpoint(sku)]));
}

export function writeCheckpoints(table: MovementsTable, checkpoints: readonly Checkpoint[]): Promise<void> {
  return batchPut(table.client, table.movementsTable, checkpoints.map(checkpointToItem));
}

/** What the run before has left. */
export async function readState({ client, movementsTable }: MovementsTable): Promise<ReconciliationState> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: movementsTable, Key: toKey(reconciliationKey), ConsistentRead: true }),
  );
  return Item === undefined ? { suspicions: [] } : stateFromItem(Item);
}

export function writeState(table: MovementsTable, state: ReconciliationState): Promise<void> {
  return batchPut(table.client, table.movementsTable, [stateToItem(state)]);
}
