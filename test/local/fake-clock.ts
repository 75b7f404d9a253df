import type { Clock } from '../../local/ports.ts';

type Timer = { readonly at: number; readonly action: () => void };

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  #now: number;
  readonly #timers = new Set<Timer>();

  constructor(now = Date.parse('2026-03-01T12:00:00.000Z')) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** How many timers are set. */
  timers(): number {
    return this.#timers.size;
  }

  after(delayMilliseconds: number, action: () => void): () => void {
    const timer = { at: this.#now + delayMilliseconds, action };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** A clock that goes on from now without the timers, which die with a process that is killed. */
  afterKill(): FakeClock {
    return new FakeClock(this.#now);
  }

  /** Moves on, running what comes due on the way in its order, and lets all promises settle in between. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await promisesSettled();
    for (let timer = this.#next(end); timer; timer = this.#next(end)) {
      this.#timers.delete(timer);
      this.#now = Math.max(this.#now, timer.at);
      timer.action();
      await promisesSettled();
    }
    this.#now = end;
  }

  #next(end: number): Timer | undefined {
    const due = [...this.#timers].filter((timer) => timer.at <= end);
    return due.toSorted((one, other) => one.at - other.at)[0];
  }
}

/** Resolves once every promise that does not wait for a timer or for input has settled. */
export function promisesSettled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
