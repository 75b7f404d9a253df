/** A timer that can be taken back: without an action it is passed over. */
export type Timer = { readonly at: number; readonly sequence: number; action: (() => void) | undefined };

/** A binary heap: the earliest timer first, and of two at the same instant the one that was set first. */
export class Timers {
  readonly #heap: Timer[] = [];

  add(timer: Timer): void {
    const heap = this.#heap;
    let index = heap.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || isBefore(above, timer)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = timer;
  }

  /** The earliest that has not been taken back, which is no longer here then. */
  take(): Timer | undefined {
    for (;;) {
      const first = this.#heap[0];
      const last = this.#heap.pop();
      if (first === undefined || last === undefined) return undefined;
      if (first !== last) this.#sink(last);
      if (first.action !== undefined) return first;
    }
  }

  #sink(timer: Timer): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const [one, other] = [heap[left], heap[left + 1]];
      if (one === undefined) break;
      const isOther = other !== undefined && isBefore(other, one);
      const child = isOther ? other : one;
      if (isBefore(timer, child)) break;
      heap[index] = child;
      index = isOther ? left + 1 : left;
    }
    heap[index] = timer;
  }
}

function isBefore(one: Timer, other: Timer): boolean {
  return one.at < other.at || (one.at === other.at && one.sequence < other.sequence);
}
