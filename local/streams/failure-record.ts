import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { tryParseJson } from '../json.ts';
import type { StreamRecord } from './stream-record.ts';

export type FailureCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

export type Failure = {
  readonly condition: FailureCondition;
  readonly functionArn: string;
  readonly streamArn: string;
  readonly shardId: string;
  readonly records: readonly StreamRecord[];
  readonly invocations: number;
  readonly now: number;
};

/**
 * What Lambda sends to the on-failure destination of a stream: where the records are, not the records.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export function failureMessage(failure: Failure): string {
  const { condition, functionArn, streamArn, shardId, records, invocations, now } = failure;
  const first = records[0]?.dynamodb;
  const last = records.at(-1)?.dynamodb;
  return JSON.stringify({
    requestContext: { requestId: randomUUID(), functionArn, condition, approximateInvokeCount: invocations },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first?.SequenceNumber,
      endSequenceNumber: last?.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first),
      approximateArrivalOfLastRecord: arrival(last),
      batchSize: records.length,
      streamArn,
    },
  });
}

function arrival(change: StreamRecord['dynamodb'] | undefined): string | undefined {
  return change && new Date(change.ApproximateCreationDateTime * 1000).toISOString();
}

const message = z.looseObject({
  requestContext: z.looseObject({ functionArn: z.string() }),
  DDBStreamBatchInfo: z.looseObject({
    shardId: z.string(),
    startSequenceNumber: z.string(),
    endSequenceNumber: z.string(),
    streamArn: z.string(),
  }),
});

/** Where the records stand that a message of an on-failure destination tells of. */
export type FailedBatch = {
  readonly functionArn: string;
  readonly streamArn: string;
  readonly shardId: string;
  readonly startSequenceNumber: string;
  readonly endSequenceNumber: string;
};

/** Reads a message; undefined if it is none of a failed stream batch. */
export function readFailureMessage(body: string): FailedBatch | undefined {
  const parsed = message.safeParse(tryParseJson(body));
  if (!parsed.success) return undefined;
  const { shardId, startSequenceNumber, endSequenceNumber, streamArn } = parsed.data.DDBStreamBatchInfo;
  const { functionArn } = parsed.data.requestContext;
  return { functionArn, streamArn, shardId, startSequenceNumber, endSequenceNumber };
}
