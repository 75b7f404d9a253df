import * as z from 'zod';
import { compilePattern, type EventMatcher } from '../events/pattern.ts';
import { parseProperties } from '../parse.ts';

/** Lambda reads a queue with this many concurrent batches before it scales up; here it does not scale further. */
const DEFAULT_CONCURRENCY = 5;
const LARGEST_BATCH_WITHOUT_WINDOW = 10;

const mappingProperties = z
  .strictObject({
    EventSourceArn: z.string().regex(/^arn:aws:sqs:/u),
    FunctionName: z.string(),
    BatchSize: z.int().min(1).max(10_000).default(10),
    MaximumBatchingWindowInSeconds: z.int().min(0).max(300).default(0),
    Enabled: z.boolean().default(true),
    FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).max(1).default([]),
    ScalingConfig: z.strictObject({ MaximumConcurrency: z.int().min(2).max(1000).optional() }).optional(),
    FilterCriteria: z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })).max(10) }).optional(),
    Tags: z.unknown().optional(),
  })
  .refine(
    (mapping) => mapping.BatchSize <= LARGEST_BATCH_WITHOUT_WINDOW || mapping.MaximumBatchingWindowInSeconds > 0,
    {
      error: 'A BatchSize above 10 needs a MaximumBatchingWindowInSeconds of at least 1.',
    },
  );

/** How a function reads a queue. */
export type EventSourceSettings = {
  readonly queueArn: string;
  readonly functionArn: string;
  readonly batchSize: number;
  readonly windowMilliseconds: number;
  readonly enabled: boolean;
  readonly reportsItemFailures: boolean;
  readonly maximumConcurrency: number;
  /** A record is handed over if one of these matches; without any, every record is. */
  readonly filters: readonly EventMatcher[];
};

/** Reads an `AWS::Lambda::EventSourceMapping` whose source is a queue. */
export function readEventSource(functionArn: string, properties: unknown): EventSourceSettings {
  const mapping = parseProperties(mappingProperties, `AWS::Lambda::EventSourceMapping of ${functionArn}`, properties);
  return {
    queueArn: mapping.EventSourceArn,
    functionArn,
    batchSize: mapping.BatchSize,
    windowMilliseconds: mapping.MaximumBatchingWindowInSeconds * 1000,
    enabled: mapping.Enabled,
    reportsItemFailures: mapping.FunctionResponseTypes.length > 0,
    maximumConcurrency: mapping.ScalingConfig?.MaximumConcurrency ?? DEFAULT_CONCURRENCY,
    filters: (mapping.FilterCriteria?.Filters ?? []).map(({ Pattern: pattern }) => compilePattern(JSON.parse(pattern))),
  };
}
