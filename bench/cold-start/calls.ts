import type { InterceptionPoint, Interceptor } from '../../local/ports.ts';

/** A call to AWS as it was sent; `input` is the body of the JSON protocol. */
export type Call = { readonly service: string; readonly operation: string; readonly input: unknown };

/** Takes note of the calls that pass. */
export class Calls implements Interceptor {
  #calls: Call[] = [];

  intercept<T>(point: InterceptionPoint, act: () => Promise<T>): Promise<T> {
    if (point.at === 'call') {
      const { service, operation, body } = point;
      this.#calls.push({ service, operation, input: JSON.parse(body.toString('utf8')) });
    }
    return act();
  }

  /** The calls since the last time. */
  take(): readonly Call[] {
    const taken = this.#calls;
    this.#calls = [];
    return taken;
  }
}
