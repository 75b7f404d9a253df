import type { InvocationResult } from '../../../local/ports.ts';
import { invocations } from '../../simulation/services/invocation.ts';
import type { VirtualClock } from '../../simulation/time/clock.ts';
import { limits } from '../limits.ts';
import { Environment, PlacedInvocation } from './environment.ts';
import type { Meter } from './meter.ts';
import { TokenBucket } from './token-bucket.ts';

export type Handler = (event: unknown, context: object) => Promise<unknown>;

export type FunctionOptions = {
  readonly clock: VirtualClock;
  readonly meter: Meter;
  readonly handler: Handler;
  readonly memoryMegabytes: number;
  readonly timeoutSeconds: number;
  /** Environments that are there at first. */
  readonly warm: number;
};

/** A function and its environments: an idle one is used again, a new one has to start, and only so many may. */
export class SimulatedFunction {
  readonly #options: FunctionOptions;
  readonly #idle: Environment[];
  readonly #starts: TokenBucket;
  #running = 0;
  #count: number;
  /** The most that ran at the same time. */
  peak = 0;

  constructor(options: FunctionOptions) {
    const { clock, warm } = options;
    this.#options = options;
    this.#idle = Array.from({ length: warm }, () => this.#environment());
    this.#count = warm;
    this.#starts = new TokenBucket(clock.exactly(), limits.environmentsPerSecond.value, limits.environmentBurst.value);
  }

  /** @param work of a full CPU that the event takes before anything is called, in milliseconds */
  async invoke(event: unknown, work: number): Promise<InvocationResult> {
    const environment = await this.#take();
    if (environment === undefined) return failed('TooManyRequestsException');
    const { clock, meter, memoryMegabytes } = this.#options;
    const startedAt = clock.exactly();
    this.#running++;
    this.peak = Math.max(this.peak, this.#running);
    meter.invocations++;
    const { result, hasCrashed } = await this.#run(environment, event, work);
    this.#running--;
    meter.gigabyteSeconds += (((clock.exactly() - startedAt) / 1_000) * memoryMegabytes) / 1_024;
    if (hasCrashed) this.#count--;
    else this.#idle.push(environment);
    return result;
  }

  #environment(): Environment {
    return new Environment(this.#options.clock, this.#options.memoryMegabytes);
  }

  async #take(): Promise<Environment | undefined> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    const { clock } = this.#options;
    if (this.#count >= limits.concurrency.value || !this.#starts.takes(1, clock.exactly())) return undefined;
    this.#count++;
    await clock.sleep(limits.coldStart.value);
    return this.#environment();
  }

  #run(
    environment: Environment,
    event: unknown,
    work: number,
  ): Promise<{ readonly result: InvocationResult; readonly hasCrashed: boolean }> {
    const { clock, handler, timeoutSeconds } = this.#options;
    return new Promise((resolve) => {
      const invocation = new PlacedInvocation('reserve-stock', environment, (reason) =>
        resolve({ result: failed(reason), hasCrashed: true }),
      );
      const endsAt = clock.now() + timeoutSeconds * 1_000;
      const cancel = clock.after(timeoutSeconds * 1_000, () => invocation.die('Sandbox.Timedout'));
      const end = (result: InvocationResult) => {
        cancel();
        resolve({ result, hasCrashed: false });
      };
      invocations.run(invocation, async () => {
        await environment.work(work);
        try {
          end({ ok: true, payload: await handler(event, { getRemainingTimeInMillis: () => endsAt - clock.now() }) });
        } catch (error) {
          end(failed(error instanceof Error ? error.name : String(error)));
        }
      });
    });
  }
}

function failed(errorType: string): InvocationResult {
  return { ok: false, error: { errorType, errorMessage: errorType } };
}
