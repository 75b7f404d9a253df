import type { VirtualClock } from '../../simulation/time/clock.ts';

export type Message = { readonly messageId: string; readonly body: string; receives: number };

/** Where messages come from, one after another: the next one's instant, and the message itself. */
export type Arrivals = {
  /** Milliseconds on the virtual clock; `undefined` when no more will come. */
  readonly nextAt: () => number | undefined;
  readonly take: () => Message;
};

/** Room for messages that wait: as many as can arrive before somebody reads them. */
const compactAfter = 10_000;

/**
 * A queue whose new messages are made when they are received: what nobody reads costs nothing. Whoever finds it empty
 * waits in line.
 */
export class SimulatedQueue {
  readonly #clock: VirtualClock;
  readonly #arrivals: Arrivals;
  #again: Message[] = [];
  #againFrom = 0;
  readonly #waiting: (() => void)[] = [];
  #isAwake = false;

  constructor(clock: VirtualClock, arrivals: Arrivals) {
    this.#clock = clock;
    this.#arrivals = arrivals;
  }

  receive(maximum: number): Message[] {
    const found: Message[] = [];
    while (found.length < maximum) {
      const again = this.#again[this.#againFrom];
      if (again !== undefined) {
        this.#againFrom++;
        found.push(again);
      } else {
        const nextAt = this.#arrivals.nextAt();
        if (nextAt === undefined || nextAt > this.#clock.exactly()) break;
        found.push(this.#arrivals.take());
      }
    }
    if (this.#againFrom > compactAfter) {
      this.#again = this.#again.slice(this.#againFrom);
      this.#againFrom = 0;
    }
    return found;
  }

  /** Whether something can be received now. */
  get isEmpty(): boolean {
    const nextAt = this.#arrivals.nextAt();
    return this.#againFrom >= this.#again.length && (nextAt === undefined || nextAt > this.#clock.exactly());
  }

  /** Shows a message again, to whoever receives next. */
  show(message: Message, delayMilliseconds: number): void {
    this.#clock.after(delayMilliseconds, () => {
      this.#again.push(message);
      this.#wakeFirst();
    });
  }

  /** Until it is this one's turn to receive something, or until an instant on the clock. */
  wait(until: number): Promise<void> {
    return new Promise((resolve) => {
      let isOver = false;
      const wake = () => {
        if (isOver) return this.#wakeFirst();
        isOver = true;
        cancel();
        resolve();
      };
      const cancel = Number.isFinite(until)
        ? this.#clock.after(until - this.#clock.exactly(), () => {
            isOver = true;
            resolve();
          })
        : () => undefined;
      this.#waiting.push(wake);
      this.#watch();
    });
  }

  /** Nobody waits any more. */
  close(): void {
    while (this.#waiting.length > 0) this.#wakeFirst();
  }

  #wakeFirst(): void {
    this.#waiting.shift()?.();
  }

  /** One timer for the next arrival, however many wait for it. */
  #watch(): void {
    const nextAt = this.#arrivals.nextAt();
    if (this.#isAwake || nextAt === undefined || this.#waiting.length === 0) return;
    this.#isAwake = true;
    this.#clock.after(nextAt - this.#clock.exactly(), () => {
      this.#isAwake = false;
      this.#wakeFirst();
      // Once that one has received: the message that it was woken for wakes nobody else.
      this.#clock.after(0, () => this.#watch());
    });
  }
}
