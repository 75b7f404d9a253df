import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** What a function may do with the items of a table. DynamoDB authorises transactions by these actions, too. */
export type ItemAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'Scan'
  | 'PutItem'
  | 'UpdateItem'
  | 'ConditionCheckItem'
  | 'BatchWriteItem';

/** Allows exactly these actions on the items of the table, and nothing on its indexes. */
export function grantItems(to: IGrantable, table: TableV2, ...actions: readonly ItemAction[]): void {
  grant(to, new PolicyStatement({ actions: dynamodb(actions), resources: [table.tableArn] }));
}

/** Allows queries or scans of these indexes of the table. */
export function grantIndexes(
  to: IGrantable,
  table: TableV2,
  action: 'Query' | 'Scan',
  ...indexes: readonly string[]
): void {
  const resources = indexes.map((index) => `${table.tableArn}/index/${index}`);
  grant(to, new PolicyStatement({ actions: dynamodb([action]), resources }));
}

export type ItemScope = {
  /** How the partition keys of the items begin. */
  readonly keysBeginWith: string;
  /** The only attributes that a request may name, keys and conditions included. */
  readonly attributes?: readonly string[];
};

/** Allows an action on some kind of item only, and perhaps on some attributes of it only. */
export function grantScopedItems(to: IGrantable, table: TableV2, action: ItemAction, scope: ItemScope): void {
  grant(
    to,
    new PolicyStatement({
      actions: dynamodb([action]),
      resources: [table.tableArn],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${scope.keysBeginWith}*`] },
        ...(scope.attributes === undefined
          ? {}
          : { 'ForAllValues:StringEquals': { 'dynamodb:Attributes': [...scope.attributes] } }),
      },
    }),
  );
}

function dynamodb(actions: readonly ItemAction[]): string[] {
  return actions.map((action) => `dynamodb:${action}`);
}

function grant(to: IGrantable, statement: PolicyStatement): void {
  to.grantPrincipal.addToPrincipalPolicy(statement);
}
