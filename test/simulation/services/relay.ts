import { unhandledRecords } from '../../../local/streams/batch-answer.ts';
import type { StreamRecord } from '../../../local/streams/stream-record.ts';
import type { ItemChange } from '../dynamodb/store.ts';
import type { VirtualClock } from '../time/clock.ts';
import type { Random } from '../time/random.ts';
import type { Faults } from './faults.ts';
import type { Functions } from './functions.ts';

/** As in `lib/relay.ts`. */
export const batchSize = 100;
export const maximumRetries = 20;
/** As in `lib/counting.ts`. */
export const maximumCountingRetries = 5;
export const lanes = 10;
const longestPauseMilliseconds = 5_000;
const lateMilliseconds = 10_000;

export type RelayOptions = {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly faults: Faults;
  readonly functions: Functions;
  /** Relays what is told, unless it counts. */
  readonly reader?: 'publish-events' | 'count-stock';
};

type Lane = { readonly records: StreamRecord[]; isBusy: boolean };

/**
 * The streams of the tables and a function that reads them: the changes of one item stay in order, those of
 * different items do not; a batch is split when it fails, and repeated from the record that failed.
 */
export class Relay {
  readonly #options: RelayOptions;
  readonly #lanes = new Map<string, Lane>();
  readonly deadLetters: StreamRecord[] = [];
  #sequence = 0;
  pending = 0;

  constructor(options: RelayOptions) {
    this.#options = options;
  }

  follow(change: ItemChange): void {
    if (!(this.#reader === 'count-stock' ? isUncounted(change) : isTold(change))) return;
    const { table, pk } = change.place;
    const lane = this.#lane(`${table} ${laneOf(pk)}`);
    lane.records.push(this.#record(change));
    this.pending++;
    this.#wake(lane);
  }

  get #reader() {
    return this.#options.reader ?? 'publish-events';
  }

  redrive(): void {
    const records = this.deadLetters.splice(0);
    const lane = this.#lane('redrive');
    lane.records.push(...records);
    this.pending += records.length;
    this.#wake(lane);
  }

  #wake(lane: Lane): void {
    if (lane.isBusy || lane.records.length === 0) return;
    lane.isBusy = true;
    const { clock, random, faults } = this.#options;
    const delay = faults.strike('stream_late') ? lateMilliseconds * random.next() : random.latency(20);
    clock.after(delay, () => void this.#read(lane));
  }

  async #read(lane: Lane): Promise<void> {
    const batch = lane.records.splice(0, batchSize);
    await this.#relay(batch, 0);
    if (this.#options.faults.strike('stream_batch_twice')) await this.#relay(batch, 0);
    this.pending -= batch.length;
    lane.isBusy = false;
    this.#wake(lane);
  }

  /** Splitting does not count as a retry; what is left of a batch that made progress begins anew. */
  async #relay(batch: readonly StreamRecord[], failures: number): Promise<void> {
    const result = await this.#options.functions.invoke(this.#reader, { Records: batch });
    const unhandled = result.ok ? unhandledRecords(batch, result.payload).unhandled : batch;
    if (unhandled.length === 0) return;
    if (!result.ok && batch.length > 1) {
      const middle = Math.ceil(batch.length / 2);
      await this.#relay(batch.slice(0, middle), failures);
      return this.#relay(batch.slice(middle), failures);
    }
    const failuresNow = unhandled.length < batch.length ? 1 : failures + 1;
    if (failuresNow > (this.#reader === 'count-stock' ? maximumCountingRetries : maximumRetries)) {
      this.deadLetters.push(...unhandled);
      return;
    }
    await this.#options.clock.sleep(Math.min(100 * 2 ** failuresNow, longestPauseMilliseconds));
    return this.#relay(unhandled, failuresNow);
  }

  #record({ place, before, after }: ItemChange): StreamRecord {
    const { clock } = this.#options;
    const number = String(++this.#sequence);
    return {
      eventID: number,
      eventName: before === undefined ? 'INSERT' : 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      eventSourceARN: place.table,
      dynamodb: {
        // In whole seconds, as the stream tells it.
        ApproximateCreationDateTime: Math.floor(clock.now() / 1_000),
        Keys: { pk: { S: place.pk }, sk: { S: place.sk } },
        NewImage: after,
        ...(before === undefined ? {} : { OldImage: before }),
        SequenceNumber: number,
        SizeBytes: 0,
      },
    };
  }

  #lane(name: string): Lane {
    let lane = this.#lanes.get(name);
    if (lane === undefined) {
      lane = { records: [], isBusy: false };
      this.#lanes.set(name, lane);
    }
    return lane;
  }
}

/** The filters of `lib/relay.ts`. */
function isTold({ place: { sk }, before, after }: ItemChange): boolean {
  if (sk === 'STOCK') return true;
  if (before !== undefined) return false;
  if (sk.startsWith('EVENT#') || sk === 'DISCREPANCY') return true;
  return sk === 'RESERVATION' && ['Held', 'Rejected'].includes(after.status?.S ?? '');
}

/** The filter of `lib/counting.ts`. */
function isUncounted({ place: { sk }, before, after }: ItemChange): boolean {
  return sk === 'RESERVATION' && before !== undefined && after.uncountedSince !== undefined;
}

function laneOf(pk: string): number {
  let sum = 0;
  for (let index = 0; index < pk.length; index++) sum = (sum * 31 + pk.charCodeAt(index)) | 0;
  return Math.abs(sum) % lanes;
}
