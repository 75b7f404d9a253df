import type { FunctionInvoker, Interceptor, InvocationResult, Part, Pending } from '../ports.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { FunctionPool, type FunctionPoolOptions } from './function-pool.ts';
import type { Output } from './function-worker.ts';
import { MAXIMUM_PAYLOAD_BYTES } from './payload.ts';
import { WorkerBudget } from './worker-budget.ts';

const REAP_MILLISECONDS = 2_000;
const EXTRA_WORKERS = 16;

export type FunctionsOptions = {
  readonly interceptor: Interceptor;
  readonly output: Output;
  /** Takes for how long an environment was busy with an invocation. */
  readonly onBusy: FunctionPoolOptions['onBusy'];
};

/** The functions of the template, each in worker threads of its own. */
export class Functions implements FunctionInvoker, Part {
  readonly #options: FunctionsOptions;
  readonly #extraWorkers = new WorkerBudget(EXTRA_WORKERS);
  readonly #pools = new Map<string, FunctionPool>();
  readonly #reaper: NodeJS.Timeout;
  #invocations = 0;

  constructor(options: FunctionsOptions) {
    this.#options = options;
    this.#reaper = setInterval(() => this.#reap(), REAP_MILLISECONDS).unref();
  }

  /** @param lambdaVariables what Lambda itself gives to the function, besides the variables of the template */
  add(definition: FunctionDefinition, lambdaVariables: Readonly<Record<string, string>>): void {
    const environment = { ...lambdaVariables, ...definition.environment };
    const { output, onBusy } = this.#options;
    const pool = new FunctionPool({ definition, environment, output, onBusy, extraWorkers: this.#extraWorkers });
    this.#pools.set(definition.arn, pool);
  }

  async invoke(functionArn: string, payload: unknown): Promise<InvocationResult> {
    const pool = this.#pools.get(functionArn);
    if (pool === undefined) return failure('ResourceNotFoundException', `Function not found: ${functionArn}`);
    this.#invocations += 1;
    const text = JSON.stringify(payload) ?? 'null';
    if (Buffer.byteLength(text) > MAXIMUM_PAYLOAD_BYTES) {
      return failure('RequestTooLargeException', `Request must be smaller than ${MAXIMUM_PAYLOAD_BYTES} bytes`);
    }
    try {
      return await this.#options.interceptor.intercept({ at: 'invoke', functionArn, payload: text }, () =>
        pool.invoke(text),
      );
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      return failure(name, message);
    }
  }

  /** Ends the execution environment whose calls are signed with this key. */
  async crash(accessKeyId: string): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.crash(accessKeyId)));
  }

  pending(): Pending[] {
    return [...this.#pools]
      .filter(([, pool]) => pool.unfinished > 0)
      .map(([arn, pool]) => `function ${arn.split(':').at(-1)}: ${pool.unfinished} invocations`);
  }

  async stop(): Promise<void> {
    clearInterval(this.#reaper);
    await Promise.all([...this.#pools.values()].map((pool) => pool.stop()));
  }

  /** Invocations since the start. */
  get invocations(): number {
    return this.#invocations;
  }

  #reap(): void {
    for (const pool of this.#pools.values()) pool.reap(Date.now());
  }
}

function failure(errorType: string, errorMessage: string): InvocationResult {
  return { ok: false, error: { errorType, errorMessage } };
}
