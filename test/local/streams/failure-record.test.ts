import { describe, expect, it } from 'vitest';
import { failureMessage, readFailureMessage } from '../../../local/streams/failure-record.ts';
import { record, streamArn } from './stream-world.ts';

const message = failureMessage({
  condition: 'RetryAttemptsExhausted',
  functionArn: 'arn:function',
  streamArn,
  shardId: 'shard',
  records: [record('1', 10), record('2', 20)],
  invocations: 3,
  now: 30_000,
});

describe('The message of a batch that was given up', () => {
  it('says where the records are, as Lambda does', () => {
    expect(JSON.parse(message)).toEqual({
      requestContext: {
        requestId: expect.any(String),
        functionArn: 'arn:function',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 3,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: '1970-01-01T00:00:30.000Z',
      DDBStreamBatchInfo: {
        shardId: 'shard',
        startSequenceNumber: '1',
        endSequenceNumber: '2',
        approximateArrivalOfFirstRecord: '1970-01-01T00:00:10.000Z',
        approximateArrivalOfLastRecord: '1970-01-01T00:00:20.000Z',
        batchSize: 2,
        streamArn,
      },
    });
  });

  it('can be read again, and nothing else can', () => {
    const batch = { functionArn: 'arn:function', streamArn, shardId: 'shard' };
    expect(readFailureMessage(message)).toEqual({ ...batch, startSequenceNumber: '1', endSequenceNumber: '2' });
    expect(readFailureMessage('{"detail":{}}')).toBeUndefined();
    expect(readFailureMessage('hello')).toBeUndefined();
  });
});
