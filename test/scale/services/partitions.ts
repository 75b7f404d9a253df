import { limits } from '../limits.ts';
import { TokenBucket } from './token-bucket.ts';

type Partition = {
  /** It holds the hashes from here on, up to where the next one begins. */
  readonly from: number;
  readonly writes: TokenBucket;
  readonly reads: TokenBucket;
  /** Whom it served last: by them it is split. */
  readonly recent: string[];
  hotSince: number;
  hotUntil: number;
};

export type PartitionOptions = {
  readonly now: () => number;
  readonly count: number;
  /** Keys that split for heat has given a partition of their own before. */
  readonly isolated: readonly string[];
};

const recentKeys = 64;
const pauseMilliseconds = 1_000;

/**
 * A table's partitions. Each serves so many units a second, and one that throttles for long is split where half of
 * what it served last lies; or the one key that has most of it gets a partition of its own, which cannot be split.
 */
export class Partitions {
  readonly #now: () => number;
  readonly #ranges: Partition[];
  readonly #isolated = new Map<string, Partition>();
  splits = 0;

  constructor({ now, count, isolated }: PartitionOptions) {
    this.#now = now;
    this.#ranges = Array.from({ length: count }, (_, index) => this.#create((index * 2 ** 32) / count));
    for (const key of isolated) this.#isolated.set(key, this.#create(hashOf(key)));
  }

  get count(): number {
    return this.#ranges.length + this.#isolated.size;
  }

  /** Whether the partition of a key serves so many write units now. */
  write(key: string, units: number): boolean {
    const partition = this.#partitionOf(key);
    remember(partition, key);
    const isServed = partition.writes.takes(units, this.#now());
    if (!isServed) this.#heat(partition);
    return isServed;
  }

  /** Takes back what a write did not use, since it met a transaction. */
  returns(key: string, units: number): void {
    this.#partitionOf(key).writes.returns(units);
  }

  read(key: string, units: number): boolean {
    return this.#partitionOf(key).reads.takes(units, this.#now());
  }

  #create(from: number): Partition {
    const now = this.#now();
    const writes = new TokenBucket(now, limits.partitionWriteUnits.value);
    const reads = new TokenBucket(now, limits.partitionReadUnits.value);
    return { from, writes, reads, recent: [], hotSince: now, hotUntil: Number.NEGATIVE_INFINITY };
  }

  #partitionOf(key: string): Partition {
    const isolated = this.#isolated.get(key);
    if (isolated !== undefined) return isolated;
    const hash = hashOf(key);
    let [low, high] = [0, this.#ranges.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#ranges[middle]?.from ?? 0) <= hash) low = middle;
      else high = middle - 1;
    }
    const found = this.#ranges[low];
    if (found === undefined) throw new Error('A table has a partition at least');
    return found;
  }

  #heat(partition: Partition): void {
    const now = this.#now();
    if (now - partition.hotUntil > pauseMilliseconds) partition.hotSince = now;
    partition.hotUntil = now;
    if (now - partition.hotSince < limits.splitAfter.value * 1_000) return;
    partition.hotUntil = Number.NEGATIVE_INFINITY;
    this.#split(partition);
  }

  #split(partition: Partition): void {
    const [hottest = '', served = 0] = mostFrequent(partition.recent);
    if (served > recentKeys / 2) {
      if (!this.#isolated.has(hottest)) this.#isolate(hottest);
      return;
    }
    const hashes = partition.recent.map(hashOf).sort((one, other) => one - other);
    const middle = hashes[hashes.length >> 1] ?? partition.from;
    if (middle <= partition.from) return;
    this.#ranges.push(this.#create(middle));
    this.#ranges.sort((one, other) => one.from - other.from);
    this.splits++;
  }

  #isolate(key: string): void {
    this.#isolated.set(key, this.#create(hashOf(key)));
    this.splits++;
  }
}

function remember({ recent }: Partition, key: string): void {
  recent.push(key);
  if (recent.length > recentKeys) recent.shift();
}

function mostFrequent(keys: readonly string[]): readonly [string, number] | [] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0] ?? [];
}

/** FNV-1a with a final mix, so that keys that differ in their end lie apart. */
function hashOf(key: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507);
  return (hash ^ (hash >>> 13)) >>> 0;
}
