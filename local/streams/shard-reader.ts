import type { Journal } from '../journal/journal.ts';
import type { Authorizer, Clock, QueueSender, Report } from '../ports.ts';
import { sendIfAllowed } from '../queues/send-if-allowed.ts';
import type { BatchListener, BatchRunner } from './batch-runner.ts';
import { Checkpoint } from './checkpoint.ts';
import { failureMessage } from './failure-record.ts';
import { Lanes } from './lanes.ts';
import type { PositionStore } from './position-store.ts';
import type { StreamApi } from './stream-api.ts';
import { type EngineRecord, type RecordsPage, type StreamRecord, streamRecord } from './stream-record.ts';
import type { StreamSourceDefinition } from './stream-source-definition.ts';
import { isWanted } from './wanted.ts';

/** Reading waits as long as more records than this are read and not handled. */
const MAXIMUM_UNHANDLED = 2_000;

export type ShardReaderOptions = {
  readonly definition: StreamSourceDefinition;
  readonly api: StreamApi;
  readonly positions: PositionStore;
  readonly runner: BatchRunner;
  readonly journal: Journal;
  readonly queues: QueueSender;
  readonly access: Authorizer;
  readonly clock: Clock;
  readonly report: Report;
};

/** Reads one shard from its journalled position on, and moves that as records are handled. */
export class ShardReader {
  readonly #options: ShardReaderOptions;
  readonly #shardId: string;
  readonly #checkpoint = new Checkpoint();
  readonly #lanes: Lanes;
  #iterator: string | undefined;
  #lastRead: string | undefined;
  #closed = false;
  #stopped = false;
  #makeRoom: () => void = () => {};

  constructor(shardId: string, options: ShardReaderOptions) {
    this.#shardId = shardId;
    this.#options = options;
    this.#lastRead = options.positions.get(shardId).sequenceNumber;
    const listener: BatchListener = {
      handled: (records) => this.#moveOver(records),
      givenUp: (records, condition, invocations) => this.#giveUp(records, condition, invocations),
    };
    this.#lanes = new Lanes(options.definition, options.clock, (batch) => options.runner.run(batch, listener));
  }

  get unhandled(): number {
    return this.#checkpoint.unhandled;
  }

  /** All of the shard was read, and nothing more will come. */
  get closed(): boolean {
    return this.#closed;
  }

  /** The shard is closed, and all of it was handled. */
  get finished(): boolean {
    return this.#closed && this.unhandled === 0;
  }

  /** Reads until the shard has nothing more; rejects if the engine does, to be called again. */
  async readToEnd(): Promise<void> {
    while (!this.#closed && !this.#stopped) {
      await this.#room();
      const page = await this.#nextPage();
      if (page === 'trimmed') break;
      this.#take(page.Records);
      this.#closed = page.NextShardIterator == null;
      if (page.Records.length === 0) break;
    }
    this.#finishIfHandled();
  }

  stop(): void {
    this.#stopped = true;
    this.#lanes.stop();
    this.#makeRoom();
  }

  async #nextPage(): Promise<RecordsPage | 'trimmed'> {
    const { api } = this.#options;
    const iterator = this.#iterator ?? (await api.iteratorAfter(this.#shardId, this.#lastRead));
    // An iterator expires: one that fails is not used again.
    this.#iterator = undefined;
    const page = await api.records(iterator);
    if (page === 'trimmed') return this.#oldestPage();
    this.#iterator = page.NextShardIterator ?? undefined;
    this.#lastRead = page.Records.at(-1)?.dynamodb.SequenceNumber ?? this.#lastRead;
    return page;
  }

  /** What follows the last record is not kept any more; without one, the stream of DynamoDB Local is still empty. */
  async #oldestPage(): Promise<RecordsPage | 'trimmed'> {
    if (this.#lastRead === undefined) return 'trimmed';
    this.#lastRead = undefined;
    return this.#nextPage();
  }

  #take(records: readonly EngineRecord[]): void {
    const { definition } = this.#options;
    const passed: StreamRecord[] = [];
    const wanted: StreamRecord[] = [];
    for (const record of records) {
      this.#checkpoint.add(record.dynamodb.SequenceNumber);
      const handedOver = streamRecord(record, definition.streamArn);
      (isWanted(record, handedOver, definition) ? wanted : passed).push(handedOver);
    }
    if (passed.length > 0) this.#moveOver(passed);
    this.#lanes.add(wanted);
  }

  #moveOver(records: readonly StreamRecord[]): void {
    if (this.#stopped) return;
    const position = this.#checkpoint.handle(records.map((record) => record.dynamodb.SequenceNumber));
    if (position !== undefined) this.#options.positions.move(this.#shardId, position);
    if (this.unhandled <= MAXIMUM_UNHANDLED) this.#makeRoom();
    this.#finishIfHandled();
  }

  #giveUp(records: readonly StreamRecord[], condition: Parameters<BatchListener['givenUp']>[1], invocations: number) {
    const { definition, journal, queues, access, clock, report } = this.#options;
    const { functionArn, streamArn, onFailureQueueArn } = definition;
    const shardId = this.#shardId;
    const now = clock.now();
    journal.transaction(() => {
      const failure = { condition, functionArn, streamArn, shardId, records, invocations, now };
      if (onFailureQueueArn !== undefined)
        sendIfAllowed(access, { principal: { functionArn }, resource: onFailureQueueArn }, () =>
          queues.send(onFailureQueueArn, failureMessage(failure)),
        );
      this.#moveOver(records);
    });
    report(`${functionArn} could not handle ${records.length} records of ${streamArn}: ${condition}`);
  }

  #finishIfHandled(): void {
    if (this.finished) this.#options.positions.finish(this.#shardId);
  }

  async #room(): Promise<void> {
    while (this.unhandled > MAXIMUM_UNHANDLED && !this.#stopped) {
      await new Promise<void>((resolve) => {
        this.#makeRoom = resolve;
      });
    }
  }
}
