import type { Clock } from '../ports.ts';
import type { StreamRecord } from './stream-record.ts';
import type { StreamSourceDefinition } from './stream-source-definition.ts';

/** Half of what Lambda takes as a payload: JSON is longer than what DynamoDB counts. */
const MAXIMUM_BATCH_BYTES = 3 * 1024 * 1024;

type Lane = { readonly records: StreamRecord[]; running: boolean };

/**
 * The records of a shard that wait to be handled, in as many lanes as batches are handled at a time. The records of
 * one item are always in the same lane, so that their order is kept.
 */
export class Lanes {
  readonly #definition: StreamSourceDefinition;
  readonly #clock: Clock;
  readonly #handle: (batch: readonly StreamRecord[]) => Promise<void>;
  readonly #lanes: readonly Lane[];
  #stopped = false;

  /** @param handle handles one batch to its end; never rejects */
  constructor(
    definition: StreamSourceDefinition,
    clock: Clock,
    handle: (batch: readonly StreamRecord[]) => Promise<void>,
  ) {
    this.#definition = definition;
    this.#clock = clock;
    this.#handle = handle;
    this.#lanes = Array.from({ length: definition.parallelism }, () => ({ records: [], running: false }));
  }

  add(records: readonly StreamRecord[]): void {
    for (const record of records) this.#laneOf(record)?.records.push(record);
    for (const lane of this.#lanes) if (!lane.running) void this.#run(lane);
  }

  stop(): void {
    this.#stopped = true;
  }

  #laneOf(record: StreamRecord): Lane | undefined {
    let hash = 0;
    for (const character of JSON.stringify(record.dynamodb.Keys)) {
      hash = (hash * 31 + character.charCodeAt(0)) % 0x7fffffff;
    }
    return this.#lanes[hash % this.#lanes.length];
  }

  async #run(lane: Lane): Promise<void> {
    lane.running = true;
    while (lane.records.length > 0 && !this.#stopped) {
      await this.#window(lane);
      await this.#handle(takeBatch(lane.records, this.#definition.batchSize));
    }
    lane.running = false;
  }

  /** Gives a batch that is not full the time of the batching window to grow. */
  async #window(lane: Lane): Promise<void> {
    const { windowMilliseconds, batchSize } = this.#definition;
    if (windowMilliseconds === 0 || lane.records.length >= batchSize) return;
    await new Promise<void>((resolve) => this.#clock.after(windowMilliseconds, resolve));
  }
}

function takeBatch(records: StreamRecord[], batchSize: number): StreamRecord[] {
  let bytes = 0;
  const end = records.slice(0, batchSize).findIndex((record, index) => {
    bytes += record.dynamodb.SizeBytes;
    return index > 0 && bytes > MAXIMUM_BATCH_BYTES;
  });
  return records.splice(0, end < 0 ? batchSize : end);
}
