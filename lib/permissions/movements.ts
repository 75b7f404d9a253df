import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { grantScopedItems } from './grants.ts';

/** Lets a function keep what it remembers of a ledger beside it, and write no row of it. */
export function grantRememberReconciliation(to: IGrantable, movements: TableV2): void {
  grantScopedItems(to, movements, 'BatchWriteItem', { keysBeginWith: 'RECONCILIATION#' });
}
