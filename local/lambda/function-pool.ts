import { randomUUID } from 'node:crypto';
import type { InvocationResult } from '../ports.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { FunctionWorker, type Output } from './function-worker.ts';

/** Without a cap a burst would start a thread for each of its invocations, and spend itself on starting them. */
const WORKERS_AT_ONCE = 2;
/** An invocation that runs longer than this waits for something, and no longer counts against the cap. */
const PATIENCE_MILLISECONDS = 1000;
const MAXIMUM_WORKERS = 10;
const IDLE_MILLISECONDS = 60_000;

const stopped: InvocationResult = {
  ok: false,
  error: { errorType: 'Runtime.ExitError', errorMessage: 'The local run was stopped' },
};

type Waiting = { readonly payload: string; readonly settle: (result: InvocationResult) => void };

/** The execution environments of one function, and the invocations that wait for one. */
export class FunctionPool {
  readonly #definition: FunctionDefinition;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #output: Output;
  readonly #workers = new Set<FunctionWorker>();
  readonly #idle: { readonly worker: FunctionWorker; readonly since: number }[] = [];
  readonly #waiting: Waiting[] = [];
  #patience: NodeJS.Timeout | undefined;
  #running = 0;
  #stopped = false;

  constructor(definition: FunctionDefinition, environment: Readonly<Record<string, string>>, output: Output) {
    this.#definition = definition;
    this.#environment = environment;
    this.#output = output;
  }

  /** Invocations that run or wait. */
  get unfinished(): number {
    return this.#running + this.#waiting.length;
  }

  /** @param payload the event as JSON text */
  invoke(payload: string): Promise<InvocationResult> {
    if (this.#stopped) return Promise.resolve(stopped);
    const { promise, resolve } = Promise.withResolvers<InvocationResult>();
    this.#waiting.push({ payload, settle: resolve });
    this.#dispatch();
    return promise;
  }

  /** Ends environments that have been idle for a while. */
  reap(now: number): void {
    while (this.#idle[0] !== undefined && now - this.#idle[0].since > IDLE_MILLISECONDS) {
      const worker = this.#idle.shift()?.worker;
      if (worker !== undefined) void this.#discard(worker);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#patience);
    for (const { settle } of this.#waiting.splice(0)) {
      settle(stopped);
    }
    await Promise.all([...this.#workers].map((worker) => this.#discard(worker)));
  }

  #dispatch(): void {
    while (this.#waiting[0] !== undefined) {
      const worker = this.#idleWorker() ?? this.#newWorker();
      if (worker === undefined) break;
      const next = this.#waiting.shift();
      if (next !== undefined) void this.#run(worker, next);
    }
    this.#patience ??= this.#waiting.length > 0 ? this.#lookAgain() : undefined;
  }

  /** Long-running invocations make room by the passing of time alone. */
  #lookAgain(): NodeJS.Timeout {
    return setTimeout(() => {
      this.#patience = undefined;
      this.#dispatch();
    }, PATIENCE_MILLISECONDS / 4);
  }

  #idleWorker(): FunctionWorker | undefined {
    // The one that was used last is the warmest; the others grow old enough to be reaped.
    for (let last = this.#idle.pop(); last !== undefined; last = this.#idle.pop()) {
      if (!last.worker.ended) return last.worker;
      this.#workers.delete(last.worker);
    }
    return undefined;
  }

  #newWorker(): FunctionWorker | undefined {
    const now = Date.now();
    const counted = [...this.#workers].filter((worker) => worker.busyMilliseconds(now) < PATIENCE_MILLISECONDS);
    if (counted.length >= WORKERS_AT_ONCE || this.#workers.size >= MAXIMUM_WORKERS) return undefined;
    const worker = new FunctionWorker(this.#definition, this.#environment, this.#output);
    this.#workers.add(worker);
    return worker;
  }

  async #run(worker: FunctionWorker, { payload, settle }: Waiting): Promise<void> {
    this.#running += 1;
    const result = await worker.invoke(randomUUID(), payload);
    this.#running -= 1;
    if (worker.ended) this.#workers.delete(worker);
    else this.#idle.push({ worker, since: Date.now() });
    settle(result);
    this.#dispatch();
  }

  async #discard(worker: FunctionWorker): Promise<void> {
    this.#workers.delete(worker);
    await worker.terminate();
  }
}
