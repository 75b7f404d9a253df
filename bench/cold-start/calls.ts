import { setTimeout as pause } from 'node:timers/promises';
import type { InterceptionPoint, Interceptor } from '../../local/ports.ts';

/** A call to AWS as it was sent; `input` is the body of the JSON protocol. */
export type Call = { readonly service: string; readonly operation: string; readonly input: unknown };

const heldMilliseconds = 50;

/** Takes note of the calls that pass, if it is asked to: those that were on their way at the same time are a group. */
export class Calls implements Interceptor {
  #groups: Call[][] | undefined;
  #onTheirWay = 0;

  async intercept<T>(point: InterceptionPoint, act: () => Promise<T>): Promise<T> {
    const groups = this.#groups;
    if (groups === undefined || point.at !== 'call') return act();
    const { service, operation, body } = point;
    if (this.#onTheirWay === 0) groups.push([]);
    groups.at(-1)?.push({ service, operation, input: JSON.parse(body.toString('utf8')) });
    this.#onTheirWay += 1;
    try {
      // So that what is sent together is seen together.
      await pause(heldMilliseconds);
      return await act();
    } finally {
      this.#onTheirWay -= 1;
    }
  }

  /** The calls that are made while something is done, in groups. */
  async during<T>(
    act: () => Promise<T>,
  ): Promise<{ readonly result: T; readonly groups: readonly (readonly Call[])[] }> {
    const groups: Call[][] = [];
    this.#groups = groups;
    try {
      return { result: await act(), groups };
    } finally {
      this.#groups = undefined;
    }
  }
}
