import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { grantIndexes, grantItems, grantScopedItems } from './grants.ts';

/**
 * Lets a function count reservations: decide about batches, claim for them, and change the totals under their tokens.
 * A SKU that has become quiet is promoted for it, which makes the map of leases, too.
 */
export function grantCountStock(to: IGrantable, inventory: TableV2): void {
  const keys = ['pk', 'sk'];
  const stock = [...keys, 'revision', 'available', 'reserved', 'sold', 'counts', 'leases'];
  const marks = ['status', 'batch', 'returnedAt', 'countedBy', 'returnCountedBy', 'uncountedShard', 'uncountedSince'];
  const registry = ['promotedAt', 'demotedAt', 'quietSince', 'seen'];
  grantScopedItems(to, inventory, 'UpdateItem', { keysBeginWith: 'STOCK#', attributes: stock });
  grantScopedItems(to, inventory, 'UpdateItem', { keysBeginWith: 'RESERVATION#', attributes: [...keys, ...marks] });
  grantScopedItems(to, inventory, 'UpdateItem', { keysBeginWith: 'HOT', attributes: [...keys, ...registry] });
  grantScopedItems(to, inventory, 'PutItem', { keysBeginWith: 'BATCH#' });
  grantItems(to, inventory, 'GetItem', 'BatchGetItem');
}

/** Lets a function find what is not counted yet, and the SKUs that are hot. */
export function grantFindUncounted(to: IGrantable, inventory: TableV2): void {
  grantItems(to, inventory, 'Query');
  grantIndexes(to, inventory, 'Query', 'uncounted');
}
