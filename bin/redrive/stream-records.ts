import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  type _Record,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ResourceNotFoundException,
  TrimmedDataAccessException,
} from '@aws-sdk/client-dynamodb-streams';
import type { DomainEvent } from '../../domain/events/event.ts';
import { eventsOf } from '../../functions/stream/records.ts';
import type { FailedBatch } from './letter.ts';
import type { Ports } from './ports.ts';

/** A stream keeps its records for 24 hours; the last of them is not counted on. */
const keptMilliseconds = 23 * 60 * 60 * 1000;
/** An open shard answers empty pages for as long as it is asked. */
const mostEmptyPages = 100;

/** The events that the records of a failed batch tell, as the relay tells them; undefined if the stream has lost them. */
export async function eventsInStream(ports: Ports, batch: FailedBatch): Promise<DomainEvent[] | undefined> {
  if (Date.now() - Date.parse(batch.firstArrivedAt) > keptMilliseconds) return undefined;
  const records = await recordsOf(ports, batch);
  return records?.flatMap(({ dynamodb }) =>
    dynamodb?.NewImage === undefined
      ? []
      : eventsOf({
          before: dynamodb.OldImage,
          after: dynamodb.NewImage,
          at: (dynamodb.ApproximateCreationDateTime ?? new Date(0)).toISOString(),
        }),
  );
}

async function recordsOf({ streams, sweep }: Ports, batch: FailedBatch): Promise<_Record[] | undefined> {
  const { Table } = await sweep.tables.client.send(new DescribeTableCommand({ TableName: batch.tableName }));
  if (Table?.LatestStreamArn === undefined) return undefined;
  try {
    return await readBatch(streams, Table.LatestStreamArn, batch);
  } catch (error) {
    if (isLost(error)) return undefined;
    throw error;
  }
}

/** Older than the stream keeps, or of a stream that was switched off and on since. */
function isLost(error: unknown): boolean {
  return error instanceof TrimmedDataAccessException || error instanceof ResourceNotFoundException;
}

async function readBatch(
  streams: DynamoDBStreamsClient,
  StreamArn: string,
  { shardId, startSequenceNumber, endSequenceNumber }: FailedBatch,
): Promise<_Record[] | undefined> {
  const first = { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber: startSequenceNumber } as const;
  let { ShardIterator } = await streams.send(new GetShardIteratorCommand({ StreamArn, ShardId: shardId, ...first }));
  const end = BigInt(endSequenceNumber);
  const found: _Record[] = [];
  for (let emptyPages = 0; ShardIterator !== undefined && emptyPages < mostEmptyPages; ) {
    const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand({ ShardIterator }));
    emptyPages = Records.length === 0 ? emptyPages + 1 : 0;
    found.push(...Records.filter((record) => sequenceOf(record) <= end));
    // A stream that has lost the first record may begin with a later one.
    if (found[0] !== undefined && sequenceOf(found[0]) !== BigInt(startSequenceNumber)) return undefined;
    if (Records.some((record) => sequenceOf(record) >= end)) return found;
    ShardIterator = NextShardIterator;
  }
  return undefined;
}

function sequenceOf({ dynamodb }: _Record): bigint {
  return BigInt(dynamodb?.SequenceNumber ?? 0);
}
