import * as z from 'zod';
import { parseProperties } from '../parse.ts';
import type { Resource } from '../template/template.ts';

const ignored = z.unknown().optional();

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })).min(1);

const index = z.strictObject({
  IndexName: z.string(),
  KeySchema: keySchema,
  Projection: z.strictObject({
    ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
    NonKeyAttributes: z.array(z.string()).optional(),
  }),
});

/** Settings of the one region of the table: backups, encryption and alike, which mean nothing on one machine. */
const replica = z.strictObject({
  Region: z.string(),
  ContributorInsightsSpecification: ignored,
  DeletionProtectionEnabled: ignored,
  GlobalSecondaryIndexes: ignored,
  KinesisStreamSpecification: z.undefined().optional(),
  PointInTimeRecoverySpecification: ignored,
  SSESpecification: ignored,
  TableClass: ignored,
  Tags: ignored,
});

/** Properties of `AWS::DynamoDB::GlobalTable` that are honoured, or that mean nothing on one machine. */
const tableProperties = z.strictObject({
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  BillingMode: z.literal('PAY_PER_REQUEST'),
  GlobalSecondaryIndexes: z.array(index).optional(),
  KeySchema: keySchema,
  Replicas: z.array(replica).length(1),
  SSESpecification: ignored,
  StreamSpecification: z
    .strictObject({ StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']) })
    .optional(),
  TableName: z.string().optional(),
  // DynamoDB deletes late, within days: here nothing runs for as long.
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string(), Enabled: z.literal(true) }).optional(),
  WriteOnDemandThroughputSettings: ignored,
});

/** A table of the template, as `CreateTable` takes it. */
export type TableDefinition = {
  readonly TableName: string;
  readonly AttributeDefinitions: z.infer<typeof tableProperties>['AttributeDefinitions'];
  readonly KeySchema: z.infer<typeof keySchema>;
  readonly GlobalSecondaryIndexes?: readonly z.infer<typeof index>[];
  readonly BillingMode: 'PAY_PER_REQUEST';
  readonly StreamSpecification?: { readonly StreamEnabled: true; readonly StreamViewType: string };
};

/** Reads an `AWS::DynamoDB::GlobalTable`. */
export function readTable(resource: Resource): TableDefinition {
  const where = `${resource.logicalId} (${resource.type})`;
  const properties = parseProperties(tableProperties, where, resource.properties);
  const { AttributeDefinitions, KeySchema, BillingMode, StreamSpecification, GlobalSecondaryIndexes } = properties;
  return {
    TableName: resource.ref,
    AttributeDefinitions,
    KeySchema,
    BillingMode,
    ...(GlobalSecondaryIndexes === undefined ? {} : { GlobalSecondaryIndexes }),
    ...(StreamSpecification === undefined
      ? {}
      : { StreamSpecification: { StreamEnabled: true, StreamViewType: StreamSpecification.StreamViewType } }),
  };
}
