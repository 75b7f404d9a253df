import { Worker } from 'node:worker_threads';
import type { FunctionError, InvocationResult } from '../ports.ts';
import type { FunctionDefinition } from './function-definition.ts';
import type { InvocationMessage, WorkerMessage, WorkerStart } from './messages.ts';
import { MAXIMUM_PAYLOAD_BYTES } from './payload.ts';

/** Lambda gives a function this long to initialize, whatever its timeout. */
const INITIALIZATION_MILLISECONDS = 10_000;
/** A small heap is collected early: dozens of workers share one process. */
const MAXIMUM_HEAP_MEGABYTES = 128;
const YOUNG_GENERATION_MEGABYTES = 2;

export type Output = (functionName: string, text: string) => void;

type Current = { readonly settle: (result: InvocationResult) => void; readonly timer: NodeJS.Timeout };

/**
 * One execution environment: a worker thread that runs one invocation at a time. It ends for good by a timeout, by
 * dying, or by `terminate`.
 */
export class FunctionWorker {
  /** What its calls are signed with. */
  readonly accessKeyId: string | undefined;
  readonly #definition: FunctionDefinition;
  readonly #worker: Worker;
  readonly #initialized: Promise<FunctionError | undefined>;
  #settleInitialization: (error: FunctionError | undefined) => void = () => {};
  #current: Current | undefined;
  #busySince: number | undefined;
  #ended = false;

  constructor(definition: FunctionDefinition, environment: Readonly<Record<string, string>>, output: Output) {
    this.accessKeyId = environment.AWS_ACCESS_KEY_ID;
    this.#definition = definition;
    this.#worker = startWorker(definition, environment);
    const { promise, resolve } = Promise.withResolvers<FunctionError | undefined>();
    this.#initialized = promise;
    const timer = setTimeout(() => this.#end(timedOut(INITIALIZATION_MILLISECONDS)), INITIALIZATION_MILLISECONDS);
    this.#settleInitialization = (error) => {
      clearTimeout(timer);
      resolve(error);
    };
    this.#worker.on('message', (message: WorkerMessage) => this.#receive(message));
    this.#worker.on('error', (error) => this.#end(exited(String(error))));
    this.#worker.on('exit', (code) => this.#end(exited(`exit status ${code}`)));
    for (const stream of [this.#worker.stdout, this.#worker.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => output(definition.name, text));
    }
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** For how long the current invocation has been running, its initialization not counted. */
  busyMilliseconds(now: number): number {
    return this.#busySince === undefined ? 0 : now - this.#busySince;
  }

  /** Runs one invocation; only one at a time. */
  async invoke(requestId: string, payload: string): Promise<InvocationResult> {
    const error = await this.#initialized;
    if (error !== undefined) return { ok: false, error };
    this.#busySince = Date.now();
    const result = await this.#run(requestId, payload);
    this.#busySince = undefined;
    return result;
  }

  async terminate(): Promise<void> {
    this.#end(exited('the environment was shut down'));
    await this.#worker.terminate();
  }

  #run(requestId: string, payload: string): Promise<InvocationResult> {
    const { promise, resolve } = Promise.withResolvers<InvocationResult>();
    const milliseconds = this.#definition.timeoutMilliseconds;
    const timer = setTimeout(() => this.#end(timedOut(milliseconds)), milliseconds);
    this.#current = { settle: resolve, timer };
    const message: InvocationMessage = { requestId, payload, deadline: Date.now() + milliseconds };
    if (this.#ended) this.#settle({ ok: false, error: exited('the environment was shut down') });
    else this.#worker.postMessage(message);
    return promise;
  }

  #receive(message: WorkerMessage): void {
    if (message.kind === 'ready') this.#settleInitialization(undefined);
    else if (message.kind === 'unusable') this.#end(message.error);
    else if (message.kind === 'threw') this.#settle({ ok: false, error: message.error });
    else this.#settle(resultOf(message.payload));
  }

  #settle(result: InvocationResult): void {
    clearTimeout(this.#current?.timer);
    this.#current?.settle(result);
    this.#current = undefined;
  }

  #end(error: FunctionError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#settleInitialization(error);
    this.#settle({ ok: false, error });
    void this.#worker.terminate();
  }
}

function startWorker(definition: FunctionDefinition, environment: Readonly<Record<string, string>>): Worker {
  const start: WorkerStart = {
    moduleUrl: definition.moduleUrl,
    exportName: definition.exportName,
    functionName: definition.name,
    functionArn: definition.arn,
    memoryMegabytes: definition.memoryMegabytes,
  };
  return new Worker(new URL('./worker.mjs', import.meta.url), {
    workerData: start,
    env: { ...environment },
    stdout: true,
    stderr: true,
    execArgv: [],
    resourceLimits: {
      maxOldGenerationSizeMb: Math.min(definition.memoryMegabytes, MAXIMUM_HEAP_MEGABYTES),
      maxYoungGenerationSizeMb: YOUNG_GENERATION_MEGABYTES,
    },
  });
}

function resultOf(payload: string): InvocationResult {
  if (Buffer.byteLength(payload) <= MAXIMUM_PAYLOAD_BYTES) return { ok: true, payload: JSON.parse(payload) };
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${MAXIMUM_PAYLOAD_BYTES} bytes).`;
  return { ok: false, error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } };
}

function timedOut(milliseconds: number): FunctionError {
  const errorMessage = `Task timed out after ${(milliseconds / 1000).toFixed(2)} seconds`;
  return { errorType: 'Sandbox.Timedout', errorMessage };
}

function exited(reason: string): FunctionError {
  return { errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with error: ${reason}` };
}
