import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Resolution } from '../../../domain/reconciliation/discrepancy.ts';
import type { InventoryTable, StoredAdjustment } from '../adjustments.ts';
import { toItem, toKey } from '../codec.ts';
import { adjustmentKey, discrepancyKey, stockKey } from '../keys.ts';
import { writeTransaction } from '../transaction.ts';
import { discrepancyFromItem, type StoredDiscrepancy } from './codec.ts';

export type ResolveRequest = {
  readonly discrepancyId: string;
  readonly resolution: Resolution;
  readonly resolvedBy: NonNullable<StoredDiscrepancy['resolvedBy']>;
  /** The entry that makes the ledger equal the counter, and the revision that it was worked out at. */
  readonly entry?: { readonly adjustment: StoredAdjustment; readonly revision: number };
};

export type ResolveOutcome =
  | { readonly outcome: 'resolved' }
  /** Somebody was first: perhaps this very request. */
  | { readonly outcome: 'exists'; readonly discrepancy: StoredDiscrepancy }
  /** The stock item has changed since the entry was worked out. */
  | { readonly outcome: 'stock_changed' };

/** Closes a discrepancy and writes the ledger entry that it takes, if any, in one transaction. No total is touched. */
export async function resolveDiscrepancy(
  { client, inventoryTable }: InventoryTable,
  request: ResolveRequest,
): Promise<ResolveOutcome> {
  const { entry } = request;
  const result = await writeTransaction(client, [
    closing(inventoryTable, request),
    ...(entry === undefined ? [] : entryWrites(inventoryTable, entry)),
  ]);
  if (result.outcome === 'written') return { outcome: 'resolved' };
  const [first] = result.refusals;
  if (first?.index !== 0) return { outcome: 'stock_changed' };
  if (first.item === undefined) throw new Error(`Discrepancy ${request.discrepancyId} is not there to be resolved`);
  return { outcome: 'exists', discrepancy: discrepancyFromItem(first.item) };
}

function closing(TableName: string, { discrepancyId, resolution, resolvedBy }: ResolveRequest): TransactWriteItem {
  return {
    Update: {
      TableName,
      Key: toKey(discrepancyKey(discrepancyId)),
      UpdateExpression: 'SET #status = :resolved, resolution = :resolution, resolvedBy = :resolvedBy',
      ConditionExpression: '#status = :open',
      ExpressionAttributeNames: { '#status': 'status' },
      ExpressionAttributeValues: toItem({
        ':open': 'open',
        ':resolved': 'resolved',
        ':resolution': resolution,
        ':resolvedBy': resolvedBy,
      }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/**
 * The stock item keeps the entry as its latest adjustment, from which the relay tells its event. The condition is on
 * the revision alone, which rises with every write: so whoever resolves needs no right to any total.
 */
function entryWrites(
  TableName: string,
  { adjustment: stored, revision }: NonNullable<ResolveRequest['entry']>,
): TransactWriteItem[] {
  const { sku, by: _by, fingerprint: _fingerprint, note: _note, answer: _answer, ...adjustment } = stored;
  return [
    {
      Put: {
        TableName,
        Item: toItem({ ...adjustmentKey(stored.adjustmentId), ...stored }),
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    {
      Update: {
        TableName,
        Key: toKey(stockKey(sku)),
        UpdateExpression: 'SET adjustment = :adjustment ADD revision :one',
        ConditionExpression: 'revision = :revision',
        ExpressionAttributeValues: toItem({ ':adjustment': adjustment, ':one': 1, ':revision': revision }),
      },
    },
  ];
}
