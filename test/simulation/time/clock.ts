import type { Clock } from '../../../local/ports.ts';
import { type Timer, Timers } from './timers.ts';

const start = Date.parse('2026-01-01T00:00:00.000Z');

/** What runs on after an action: everything that waited for it, and nothing that waits for time. */
const { nextTick } = process;
const afterMicrotasks = queueMicrotask;

/**
 * Time that passes only when nobody has anything left to do: a queue of timers, taken one by one. What runs at the
 * same instant runs in the order in which it was asked for, so that the same seed gives the same run.
 */
export class VirtualClock implements Clock {
  #now = start;
  #sequence = 0;
  readonly #timers = new Timers();

  /** Milliseconds since the epoch, whole as a machine's clock tells them. */
  readonly now = (): number => Math.floor(this.#now);

  /** The same with its fraction, for what is shorter than a machine's clock can tell. */
  readonly exactly = (): number => this.#now;

  /** How many actions have been taken. */
  steps = 0;

  after(delayMilliseconds: number, action: () => void): () => void {
    const timer: Timer = { at: this.#now + Math.max(0, delayMilliseconds), sequence: this.#sequence++, action };
    this.#timers.add(timer);
    return () => {
      timer.action = undefined;
    };
  }

  sleep(delayMilliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMilliseconds, resolve);
    });
  }

  /**
   * Lets time pass until it is over, or until nothing is left to wait for.
   * @param isOver asked after every action, once all that follows from it at the same instant has run
   */
  run(isOver: () => boolean): Promise<'over' | 'idle'> {
    return new Promise((resolve, reject) => {
      const step = () => {
        try {
          if (isOver()) return resolve('over');
          const timer = this.#timers.take();
          if (timer === undefined) return resolve('idle');
          this.#now = timer.at;
          this.steps++;
          timer.action?.();
          // Microtasks are all done before the next tick: by then everybody waits for a timer again.
          afterMicrotasks(next);
        } catch (error) {
          reject(error);
        }
      };
      const next = () => nextTick(step);
      step();
    });
  }
}
