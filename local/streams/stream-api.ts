import * as z from 'zod';
import { dynamodbStreams, type EngineClient } from '../engine/engine-client.ts';
import { ServiceError } from '../ports.ts';
import { parseRecordsPage, type RecordsPage } from './stream-record.ts';

export type Shard = { readonly id: string; readonly parentId: string | undefined };

const description = z.object({
  StreamDescription: z.object({
    Shards: z.array(z.object({ ShardId: z.string(), ParentShardId: z.string().optional() })).default([]),
    LastEvaluatedShardId: z.string().optional(),
  }),
});

const iteratorAnswer = z.object({ ShardIterator: z.string() });

/** Reads one stream through the Streams API of the engine. */
export class StreamApi {
  readonly #client: EngineClient;
  /** The ARN that the engine gave to the stream. */
  readonly #streamArn: string;

  constructor(client: EngineClient, streamArn: string) {
    this.#client = client;
    this.#streamArn = streamArn;
  }

  /** All shards of the stream, parents and children. */
  async shards(): Promise<Shard[]> {
    const shards: Shard[] = [];
    let start: string | undefined;
    do {
      const input = { StreamArn: this.#streamArn, ...(start === undefined ? {} : { ExclusiveStartShardId: start }) };
      const output = description.parse(await this.#client.call(dynamodbStreams('DescribeStream'), input));
      const { Shards, LastEvaluatedShardId } = output.StreamDescription;
      shards.push(...Shards.map(({ ShardId, ParentShardId }) => ({ id: ShardId, parentId: ParentShardId })));
      start = LastEvaluatedShardId;
    } while (start !== undefined);
    return shards;
  }

  /** An iterator behind the given record; without one, or if that is no longer kept, at the oldest record. */
  async iteratorAfter(shardId: string, sequenceNumber: string | undefined): Promise<string> {
    if (sequenceNumber === undefined) return this.#iterator(shardId, { ShardIteratorType: 'TRIM_HORIZON' });
    try {
      const type = { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: sequenceNumber };
      return await this.#iterator(shardId, type);
    } catch (error) {
      if (isTrimmed(error)) return this.#iterator(shardId, { ShardIteratorType: 'TRIM_HORIZON' });
      throw error;
    }
  }

  /** An iterator at the given record; undefined if that is no longer kept. */
  async iteratorAt(shardId: string, sequenceNumber: string): Promise<string | undefined> {
    try {
      const type = { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber: sequenceNumber };
      return await this.#iterator(shardId, type);
    } catch (error) {
      if (isTrimmed(error)) return undefined;
      throw error;
    }
  }

  /** A page of records; `trimmed` if the oldest that the iterator stands for is not kept, or not even written yet. */
  async records(iterator: string): Promise<RecordsPage | 'trimmed'> {
    try {
      return parseRecordsPage(await this.#client.call(dynamodbStreams('GetRecords'), { ShardIterator: iterator }));
    } catch (error) {
      if (isTrimmed(error)) return 'trimmed';
      throw error;
    }
  }

  async #iterator(shardId: string, type: Readonly<Record<string, string>>): Promise<string> {
    const input = { StreamArn: this.#streamArn, ShardId: shardId, ...type };
    const output = await this.#client.call(dynamodbStreams('GetShardIterator'), input);
    return iteratorAnswer.parse(output).ShardIterator;
  }
}

function isTrimmed(error: unknown): boolean {
  return error instanceof ServiceError && error.code === 'TrimmedDataAccessException';
}
