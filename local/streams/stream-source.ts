import type { Pending } from '../ports.ts';
import { BatchRunner, type BatchRunnerOptions } from './batch-runner.ts';
import type { FailedBatch } from './failure-record.ts';
import { ShardReader, type ShardReaderOptions } from './shard-reader.ts';
import type { Shard } from './stream-api.ts';
import { type StreamRecord, streamRecord } from './stream-record.ts';
import { isWanted } from './wanted.ts';

/** An engine of others may be written to by others, or show records late: its streams are looked at from time to time. */
const IDLE_MILLISECONDS = 2_000;
const AFTER_ERROR_MILLISECONDS = 500;
/** What Lambda reads a stream with, in the name of the function. */
const READING = ['dynamodb:DescribeStream', 'dynamodb:GetShardIterator', 'dynamodb:GetRecords'];

export type StreamSourceOptions = Omit<ShardReaderOptions, 'runner'> & BatchRunnerOptions;

/** One event source mapping: reads all shards of a stream, parents before their children. */
export class StreamSource {
  readonly #options: StreamSourceOptions;
  readonly #runner: BatchRunner;
  readonly #readers = new Map<string, ShardReader>();
  /** Counts the times that there may be something to read. */
  #wakes = 0;
  /** What `#wakes` was when the last complete reading began. */
  #readSince = 0;
  #shards: readonly Shard[] | undefined;
  #running = false;
  #stopped = false;
  #cancelTimer: () => void = () => {};

  constructor(options: StreamSourceOptions) {
    this.#options = options;
    this.#runner = new BatchRunner(options);
  }

  get definition(): StreamSourceOptions['definition'] {
    return this.#options.definition;
  }

  /** Says that there may be new records: they are read at once. */
  wake(): void {
    this.#wakes += 1;
    if (!this.#running && !this.#stopped) void this.#run();
  }

  /** Nothing, once a reading that began after the last write has found no record that is not handled. */
  pending(): Pending[] {
    const unhandled = [...this.#readers.values()].reduce((sum, reader) => sum + reader.unhandled, 0);
    if (unhandled > 0) return [`stream of ${this.definition.tableName}: ${unhandled} records`];
    return this.#readSince < this.#wakes ? [`stream of ${this.definition.tableName}: unread writes`] : [];
  }

  stop(): void {
    this.#stopped = true;
    this.#cancelTimer();
    this.#runner.stop();
    for (const reader of this.#readers.values()) reader.stop();
  }

  /** Hands over the records of a batch that was given up; answers whether all were handled now. */
  async redrive(batch: FailedBatch): Promise<boolean> {
    const records = await this.#recordsOf(batch);
    if (records === undefined) return false;
    const { batchSize } = this.definition;
    for (let start = 0; start < records.length; start += batchSize) {
      if (!(await this.#runner.runOnce(records.slice(start, start + batchSize)))) return false;
    }
    return true;
  }

  async #run(): Promise<void> {
    this.#running = true;
    this.#cancelTimer();
    let pause = IDLE_MILLISECONDS;
    try {
      while (this.#readSince < this.#wakes && !this.#stopped) {
        const wakes = this.#wakes;
        await this.#readAll();
        this.#readSince = wakes;
      }
    } catch (error) {
      if (!this.#stopped) this.#options.report(`The stream of ${this.definition.tableName} was not read: ${error}`);
      pause = AFTER_ERROR_MILLISECONDS;
    }
    this.#running = false;
    if (!this.#stopped) this.#cancelTimer = this.#options.clock.after(pause, () => this.#lookAgain());
  }

  #lookAgain(): void {
    this.#shards = undefined;
    this.wake();
  }

  async #readAll(): Promise<void> {
    const { functionArn, streamArn } = this.definition;
    for (const action of READING) {
      this.#options.access.authorize({ principal: { functionArn }, action, resource: streamArn });
    }
    const shards = this.#shards ?? (await this.#options.api.shards());
    const readers = shards.filter((shard) => this.#isReadable(shard, shards)).map((shard) => this.#reader(shard.id));
    await Promise.all(readers.map((reader) => reader.readToEnd()));
    // A shard that closes has children, which are not in this list yet.
    this.#shards = readers.some((reader) => reader.closed) ? undefined : shards;
  }

  /** A child shard is read once its parent is finished, so that the order of each item's records is kept. */
  #isReadable(shard: Shard, shards: readonly Shard[]): boolean {
    if (this.#isFinished(shard.id)) return false;
    const hasParent = shards.some((other) => other.id === shard.parentId);
    return !hasParent || (shard.parentId !== undefined && this.#isFinished(shard.parentId));
  }

  #isFinished(shardId: string): boolean {
    return this.#readers.get(shardId)?.finished ?? this.#options.positions.get(shardId).finished;
  }

  #reader(shardId: string): ShardReader {
    const known = this.#readers.get(shardId);
    if (known !== undefined) return known;
    const reader = new ShardReader(shardId, { ...this.#options, runner: this.#runner });
    this.#readers.set(shardId, reader);
    return reader;
  }

  /** The records of a batch that was given up; undefined if the stream does not keep them any more. */
  async #recordsOf(batch: FailedBatch): Promise<StreamRecord[] | undefined> {
    const { api } = this.#options;
    const found: StreamRecord[] = [];
    let iterator: string | null | undefined = await api.iteratorAt(batch.shardId, batch.startSequenceNumber);
    if (iterator === undefined) return undefined;
    while (iterator != null) {
      const page = await api.records(iterator);
      if (page === 'trimmed') return undefined;
      for (const record of page.Records) {
        const handedOver = streamRecord(record, this.definition.streamArn);
        if (isWanted(record, handedOver, this.definition)) found.push(handedOver);
        if (record.dynamodb.SequenceNumber === batch.endSequenceNumber) return found;
      }
      iterator = page.Records.length === 0 ? undefined : page.NextShardIterator;
    }
    return found;
  }
}
