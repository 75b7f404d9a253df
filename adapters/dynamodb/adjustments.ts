import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { StockAdjustment } from '../../domain/inventory/stock.ts';
import { adjustmentFromItem, toItem, toKey } from './codec.ts';
import { writeUncontended } from './contention.ts';
import { adjustmentKey, stockKey } from './keys.ts';
import { type Refusal, writeTransaction } from './transaction.ts';

export type InventoryTable = { readonly client: DynamoDBClient; readonly inventoryTable: string };

/** The ledger row of an adjustment, and the record that answers its repeats. `answer` is what was first answered. */
export type StoredAdjustment = StockAdjustment & {
  readonly sku: string;
  readonly by: string;
  readonly fingerprint: string;
  readonly answer?: string;
};

export async function readAdjustment(
  { client, inventoryTable }: InventoryTable,
  adjustmentId: string,
): Promise<StoredAdjustment | undefined> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: inventoryTable, Key: toKey(adjustmentKey(adjustmentId)), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : adjustmentFromItem(Item);
}

export type AdjustOutcome =
  | { readonly outcome: 'adjusted' }
  | { readonly outcome: 'exists'; readonly adjustment: StoredAdjustment }
  | { readonly outcome: 'item_not_found' }
  | { readonly outcome: 'insufficient_stock' }
  /** More would not be counted exactly. */
  | { readonly outcome: 'stock_limit_exceeded' };

/** Changes available and writes the ledger row of it in one transaction. What is reserved cannot be taken away. */
export async function adjustStock(table: InventoryTable, adjustment: StoredAdjustment): Promise<AdjustOutcome> {
  const result = await writeTransaction(table.client, [
    {
      Put: {
        TableName: table.inventoryTable,
        Item: toItem({ ...adjustmentKey(adjustment.adjustmentId), ...adjustment }),
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
    { Update: { TableName: table.inventoryTable, ...stockUpdate(adjustment) } },
  ]);
  if (result.outcome === 'written') return { outcome: 'adjusted' };
  return refusal(adjustment, result.refusals[0]);
}

/** The record comes first: an adjustment that is there already is told, whatever the stock item would say now. */
function refusal({ adjustmentId, delta }: StoredAdjustment, first: Refusal | undefined): AdjustOutcome {
  if (first?.index === 0) {
    if (first.item === undefined) throw new Error(`Adjustment ${adjustmentId} was in the way, and was not returned`);
    return { outcome: 'exists', adjustment: adjustmentFromItem(first.item) };
  }
  if (first?.item === undefined) return { outcome: 'item_not_found' };
  return { outcome: delta < 0 ? 'insufficient_stock' : 'stock_limit_exceeded' };
}

/** The stock item keeps its latest adjustment, from which the relay tells the event with the totals that it left. */
function stockUpdate(stored: StoredAdjustment) {
  const { sku, by: _by, fingerprint: _fingerprint, answer: _answer, note: _note, ...adjustment } = stored;
  const { delta } = adjustment;
  return {
    Key: toKey(stockKey(sku)),
    UpdateExpression: 'ADD available :delta, revision :one SET adjustment = :adjustment',
    ConditionExpression:
      delta < 0
        ? 'attribute_exists(pk) AND available >= :bound'
        : 'attribute_exists(pk) AND (attribute_not_exists(available) OR available <= :bound)',
    ExpressionAttributeValues: toItem({
      ':delta': delta,
      ':one': 1,
      ':adjustment': adjustment,
      ':bound': delta < 0 ? -delta : Number.MAX_SAFE_INTEGER - delta,
    }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

/** Keeps the first answer, and tells it: of two repeats at once, both answer what the first one kept. */
export async function keepAnswer(
  { client, inventoryTable }: InventoryTable,
  adjustmentId: string,
  answer: string,
): Promise<string> {
  const update = new UpdateItemCommand({
    TableName: inventoryTable,
    Key: toKey(adjustmentKey(adjustmentId)),
    UpdateExpression: 'SET answer = if_not_exists(answer, :answer)',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: toItem({ ':answer': answer }),
    ReturnValues: 'ALL_NEW',
  });
  const { Attributes } = await writeUncontended(() => client.send(update));
  return Attributes?.answer?.S ?? answer;
}
