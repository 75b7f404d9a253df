import type { TableDefinition } from '../engine/table-definition.ts';
import type { IndexDefinition } from './index-writes.ts';

/** What of a table the counting of units has to know. */
export type TableShape = {
  readonly name: string;
  /** The attributes of its key, the partition key first. */
  readonly key: readonly string[];
  readonly indexes: readonly IndexDefinition[];
};

export function tableShape({ TableName, KeySchema, GlobalSecondaryIndexes = [] }: TableDefinition): TableShape {
  return {
    name: TableName,
    key: KeySchema.map(({ AttributeName }) => AttributeName),
    indexes: GlobalSecondaryIndexes.map(({ KeySchema: key, Projection }) => ({
      key: key.map(({ AttributeName }) => AttributeName),
      projected: Projection.ProjectionType === 'ALL' ? 'all' : (Projection.NonKeyAttributes ?? []),
    })),
  };
}
