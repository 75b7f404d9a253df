import * as z from 'zod';
import { compilePattern, type EventMatcher } from '../events/pattern.ts';
import { parseProperties } from '../parse.ts';
import type { Resource } from '../template/template.ts';

const ignored = z.unknown().optional();

/** One machine runs few invocations of a function at a time: more lanes would only make smaller batches. */
const MAXIMUM_PARALLELISM = 4;

/** Properties of `AWS::Lambda::EventSourceMapping` with the stream of a table. */
const mappingProperties = z.strictObject({
  EventSourceArn: z.string().regex(/^arn:aws:dynamodb:.*\/stream\//u),
  FunctionName: z.string(),
  StartingPosition: z.literal('TRIM_HORIZON'),
  BatchSize: z.int().min(1).max(10_000).default(100),
  BisectBatchOnFunctionError: z.boolean().default(false),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }) }).optional(),
  Enabled: z.literal(true).optional(),
  FilterCriteria: z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })).max(10) }).optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).max(1).default([]),
  MaximumBatchingWindowInSeconds: z.int().min(0).max(300).default(0),
  MaximumRecordAgeInSeconds: z.int().min(-1).max(604_800).default(-1),
  MaximumRetryAttempts: z.int().min(-1).max(10_000).default(-1),
  ParallelizationFactor: z.int().min(1).max(10).default(1),
  Tags: ignored,
});

/** How a function reads the stream of a table. */
export type StreamSourceDefinition = {
  readonly id: string;
  readonly streamArn: string;
  readonly tableName: string;
  readonly functionArn: string;
  readonly batchSize: number;
  readonly windowMilliseconds: number;
  readonly bisectsOnError: boolean;
  readonly reportsItemFailures: boolean;
  /** Infinity: for ever. */
  readonly maximumRetries: number;
  readonly maximumAgeMilliseconds: number;
  /** How many batches of a shard are handled at a time. */
  readonly parallelism: number;
  readonly onFailureQueueArn: string | undefined;
  /** A record is handed over if one of these matches; without any, every record is. */
  readonly filters: readonly EventMatcher[];
};

/** Reads an `AWS::Lambda::EventSourceMapping` whose source is the stream of a table. */
export function readStreamSource(resource: Resource, functionArn: string): StreamSourceDefinition {
  const where = `${resource.logicalId} (${resource.type})`;
  const mapping = parseProperties(mappingProperties, where, resource.properties);
  return {
    id: resource.logicalId,
    streamArn: mapping.EventSourceArn,
    tableName: mapping.EventSourceArn.split('/')[1] ?? '',
    functionArn,
    batchSize: mapping.BatchSize,
    windowMilliseconds: mapping.MaximumBatchingWindowInSeconds * 1000,
    bisectsOnError: mapping.BisectBatchOnFunctionError,
    reportsItemFailures: mapping.FunctionResponseTypes.length > 0,
    maximumRetries: limitOf(mapping.MaximumRetryAttempts),
    maximumAgeMilliseconds: limitOf(mapping.MaximumRecordAgeInSeconds) * 1000,
    parallelism: Math.min(mapping.ParallelizationFactor, MAXIMUM_PARALLELISM),
    onFailureQueueArn: mapping.DestinationConfig?.OnFailure.Destination,
    filters: (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern: pattern }) => compilePattern(JSON.parse(pattern))),
  };
}

/** In a mapping, -1 stands for no limit. */
function limitOf(value: number): number {
  return value < 0 ? Number.POSITIVE_INFINITY : value;
}
