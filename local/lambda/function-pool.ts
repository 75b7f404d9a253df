import { randomUUID } from 'node:crypto';
import type { InvocationResult } from '../ports.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { FunctionWorker, type Output } from './function-worker.ts';
import type { WorkerBudget } from './worker-budget.ts';

/** An invocation that runs longer than this waits for something, and gets company. */
const PATIENCE_MILLISECONDS = 400;
const MAXIMUM_WORKERS = 12;
const IDLE_MILLISECONDS = 60_000;
const EXTRA_IDLE_MILLISECONDS = 5_000;

const stopped: InvocationResult = {
  ok: false,
  error: { errorType: 'Runtime.ExitError', errorMessage: 'The local run was stopped' },
};

export type FunctionPoolOptions = {
  readonly definition: FunctionDefinition;
  readonly environment: Readonly<Record<string, string>>;
  readonly output: Output;
  /** Takes for how long an environment was busy with an invocation, which is what Lambda bills. */
  readonly onBusy: (definition: FunctionDefinition, milliseconds: number) => void;
  /** What all functions together may have beyond one worker each. */
  readonly extraWorkers: WorkerBudget;
};

type Waiting = { readonly payload: string; readonly settle: (result: InvocationResult) => void };

/**
 * The execution environments of one function, and the invocations that wait for one. As long as its invocations are
 * short, a function has one thread: all functions share the cores of one machine, and what a second thread gives to
 * this function it takes from the others.
 */
export class FunctionPool {
  readonly #definition: FunctionDefinition;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #output: Output;
  readonly #onBusy: FunctionPoolOptions['onBusy'];
  readonly #extraWorkers: WorkerBudget;
  readonly #workers = new Set<FunctionWorker>();
  readonly #idle: { readonly worker: FunctionWorker; readonly since: number }[] = [];
  readonly #waiting: Waiting[] = [];
  #patience: NodeJS.Timeout | undefined;
  #running = 0;
  #started = 0;
  #stopped = false;

  constructor(options: FunctionPoolOptions) {
    this.#definition = options.definition;
    this.#environment = options.environment;
    this.#output = options.output;
    this.#onBusy = options.onBusy;
    this.#extraWorkers = options.extraWorkers;
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

  /** Ends environments that have been idle for a while, the second and following ones soon. */
  reap(now: number): void {
    for (let oldest = this.#idle[0]; oldest !== undefined; oldest = this.#idle[0]) {
      const limit = this.#workers.size > 1 ? EXTRA_IDLE_MILLISECONDS : IDLE_MILLISECONDS;
      if (now - oldest.since <= limit) return;
      this.#idle.shift();
      this.#remove(oldest.worker);
      void oldest.worker.terminate();
    }
  }

  /** Ends the environment whose calls are signed with this key, as if it had died. */
  async crash(accessKeyId: string): Promise<void> {
    await [...this.#workers].find((worker) => worker.accessKeyId === accessKeyId)?.terminate();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#patience);
    for (const { settle } of this.#waiting.splice(0)) {
      settle(stopped);
    }
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
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
      this.#remove(last.worker);
    }
    return undefined;
  }

  #newWorker(): FunctionWorker | undefined {
    const now = Date.now();
    const suffices = [...this.#workers].some((worker) => worker.busyMilliseconds(now) < PATIENCE_MILLISECONDS);
    if (suffices || this.#workers.size >= MAXIMUM_WORKERS) return undefined;
    if (this.#workers.size > 0 && !this.#extraWorkers.take()) return undefined;
    this.#started += 1;
    // Each environment signs with a key of its own, so that the one that makes a call can be told from its like.
    const accessKeyId = `${this.#definition.name}.${this.#started}`;
    const environment = { ...this.#environment, AWS_ACCESS_KEY_ID: accessKeyId };
    const worker = new FunctionWorker(this.#definition, environment, this.#output);
    this.#workers.add(worker);
    return worker;
  }

  async #run(worker: FunctionWorker, { payload, settle }: Waiting): Promise<void> {
    this.#running += 1;
    const begun = performance.now();
    const result = await worker.invoke(randomUUID(), payload);
    this.#onBusy(this.#definition, performance.now() - begun);
    this.#running -= 1;
    if (worker.ended) this.#remove(worker);
    else this.#idle.push({ worker, since: Date.now() });
    settle(result);
    this.#dispatch();
  }

  #remove(worker: FunctionWorker): void {
    if (this.#workers.delete(worker) && this.#workers.size > 0) this.#extraWorkers.giveBack();
  }
}
