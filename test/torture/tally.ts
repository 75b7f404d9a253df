/** What a run did, in numbers: they grow while it goes on, for whoever shows the progress. */
export class Tally {
  worlds = 0;
  steps = 0;
  /** Orders that were accepted. */
  orders = 0;
  /** Requests that were sent again, because nobody answered or a fault did. */
  repeats = 0;
  /** Those among them that a function did not answer in its time, although no fault kept it. */
  starved = 0;
  /** Looks at stock and orders amid the work, each held against what is known. */
  looks = 0;
  kills = 0;
  /** Times that all came to rest and every law was checked. */
  rests = 0;
  redriven = 0;
  /** What the local run takes now, and the most that it has taken. */
  megabytes = 0;
  largestMegabytes = 0;
  /** By the name of the fault. */
  readonly faults = new Map<string, number>();
  /** By status, and by reason where an order was cancelled. */
  readonly ends = new Map<string, number>();

  get faultCount(): number {
    return [...this.faults.values()].reduce((sum, count) => sum + count, 0);
  }

  add(other: Tally): void {
    for (const name of numbers) this[name] += other[name];
    this.largestMegabytes = Math.max(this.largestMegabytes, other.largestMegabytes);
    for (const [fault, count] of other.faults) increase(this.faults, fault, count);
    for (const [end, count] of other.ends) increase(this.ends, end, count);
  }
}

const numbers = [
  'worlds',
  'steps',
  'orders',
  'repeats',
  'starved',
  'looks',
  'kills',
  'rests',
  'redriven',
  'megabytes',
] as const;

export function increase(counts: Map<string, number>, name: string, by = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}
