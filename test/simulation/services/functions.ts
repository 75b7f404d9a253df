import type { FunctionInvoker, InvocationResult } from '../../../local/ports.ts';
import type { VirtualClock } from '../time/clock.ts';
import type { Random } from '../time/random.ts';
import type { Faults } from './faults.ts';
import { Invocation, invocations } from './invocation.ts';

/** A handler with the time that it may take. */
export type SimulatedFunction = {
  readonly handler: (event: unknown, context: object) => Promise<unknown>;
  readonly timeoutSeconds: number;
};

export type FunctionsOptions = {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly faults: Faults;
  readonly functions: ReadonlyMap<string, SimulatedFunction>;
};

/** Runs the handlers: each invocation ends by itself, at its timeout, or with its worker's death. */
export class Functions implements FunctionInvoker {
  readonly #options: FunctionsOptions;
  count = 0;

  constructor(options: FunctionsOptions) {
    this.#options = options;
  }

  async invoke(name: string, event: unknown): Promise<InvocationResult> {
    const { clock, random, faults } = this.#options;
    await clock.sleep(random.latency(3));
    if (faults.strike('invoke_refused')) return failed('TooManyRequestsException');
    if (faults.strike('invoke_twice')) clock.after(random.next() * 2_000, () => void this.#run(name, event));
    const result = await this.#run(name, event);
    return faults.strike('invoke_answer_lost') ? failed('Lambda.Unknown') : result;
  }

  #run(name: string, event: unknown): Promise<InvocationResult> {
    const { clock, random, faults, functions } = this.#options;
    const found = functions.get(name);
    if (found === undefined) throw new Error(`There is no function ${name}`);
    this.count++;
    return new Promise((resolve) => {
      const invocation = new Invocation(name, (reason) => resolve(failed(reason)));
      const milliseconds = found.timeoutSeconds * 1_000;
      const endsAt = clock.now() + milliseconds;
      const cancel = clock.after(milliseconds, () => invocation.die('Sandbox.Timedout'));
      if (faults.strike('invoke_crash')) clock.after(random.latency(10), () => invocation.die('Runtime.ExitError'));
      const context = { getRemainingTimeInMillis: () => endsAt - clock.now() };
      const end = (result: InvocationResult) => {
        cancel();
        if (!invocation.isDead) resolve(result);
      };
      invocations.run(invocation, () =>
        found.handler(event, context).then(
          (payload) => end({ ok: true, payload }),
          (error: unknown) => end({ ok: false, error: describe(error) }),
        ),
      );
    });
  }
}

function failed(errorType: string): InvocationResult {
  return { ok: false, error: { errorType, errorMessage: 'injected' } };
}

function describe(error: unknown) {
  return error instanceof Error
    ? { errorType: error.name, errorMessage: error.message }
    : { errorType: 'Error', errorMessage: String(error) };
}
