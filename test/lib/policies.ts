import type { Template } from 'aws-cdk-lib/assertions';
import { functionsByName, resources, target } from './template.ts';

export type Statement = {
  readonly actions: readonly string[];
  /** Resources as JSON, as they stand in the template. */
  readonly resources: readonly string[];
  readonly leadingKeys: readonly string[] | undefined;
  readonly attributes: readonly string[] | undefined;
};

type PolicyStatement = {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
};

function parse({ Action, Resource, Condition }: PolicyStatement): Statement {
  return {
    actions: [Action].flat(),
    resources: [Resource].flat().map((resource) => JSON.stringify(resource)),
    leadingKeys: Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'],
    attributes: Condition?.['ForAllValues:StringEquals']?.['dynamodb:Attributes'],
  };
}

/** What the policies of each role allow, by the role's logical id. */
export function statementsByRole(template: Template): ReadonlyMap<string, readonly Statement[]> {
  const statements = new Map<string, Statement[]>();
  for (const [, { Properties }] of resources(template, 'AWS::IAM::Policy')) {
    const parsed: Statement[] = Properties.PolicyDocument.Statement.map(parse);
    for (const role of Properties.Roles) {
      statements.set(target(role), [...(statements.get(target(role)) ?? []), ...parsed]);
    }
  }
  return statements;
}

/** What each function may do, by its name. */
export function statementsByFunction(template: Template): ReadonlyMap<string, readonly Statement[]> {
  const byRole = statementsByRole(template);
  const functions = [...functionsByName(template)];
  return new Map(functions.map(([name, { Properties }]) => [name, byRole.get(target(Properties.Role)) ?? []]));
}

const reads = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'ConditionCheckItem']);

/** The statements that let something write items of the table, whose logical id begins with this. */
export function writesOf(statements: readonly Statement[], table: string): Statement[] {
  return statements.filter(
    (statement) =>
      statement.actions.some(
        (action) => /^dynamodb:.*Item$/.test(action) && !reads.has(action.slice('dynamodb:'.length)),
      ) && statement.resources.some((resource) => resource.includes(`"${table}`)),
  );
}

const totals = ['available', 'reserved', 'sold'];

/** The totals of stock that these statements let something write. */
export function writableTotals(statements: readonly Statement[]): string[] {
  const writes = writesOf(statements, 'TablesInventory').filter(
    ({ leadingKeys }) => leadingKeys === undefined || leadingKeys.some((keys) => keys.startsWith('STOCK#')),
  );
  return totals.filter((total) =>
    writes.some(({ attributes }) => attributes === undefined || attributes.includes(total)),
  );
}
