import type { Clock, FunctionInvoker, Interceptor, InvocationResult, Report } from '../ports.ts';
import { unhandledRecords } from './batch-answer.ts';
import type { FailureCondition } from './failure-record.ts';
import type { StreamRecord } from './stream-record.ts';
import type { StreamSourceDefinition } from './stream-source-definition.ts';

const FIRST_RETRY_MILLISECONDS = 100;
const LONGEST_RETRY_MILLISECONDS = 5_000;

export type BatchRunnerOptions = {
  readonly definition: StreamSourceDefinition;
  readonly invoker: FunctionInvoker;
  readonly interceptor: Interceptor;
  readonly clock: Clock;
  readonly report: Report;
};

/** What becomes of the records of a batch, told as it happens. */
export type BatchListener = {
  readonly handled: (records: readonly StreamRecord[]) => void;
  readonly givenUp: (records: readonly StreamRecord[], condition: FailureCondition, invocations: number) => void;
};

/**
 * Hands batches of a stream to a function until they are handled or given up: with retries, bisection and item
 * failures as the event source mapping says.
 *
 * Lambda does not document how it spaces retries: here a tenth of a second, doubling up to five.
 */
export class BatchRunner {
  readonly #options: BatchRunnerOptions;
  #stopped = false;
  /** Ends each pause between two attempts that is under way. */
  readonly #pauses = new Set<() => void>();

  constructor(options: BatchRunnerOptions) {
    this.#options = options;
  }

  stop(): void {
    this.#stopped = true;
    for (const end of this.#pauses) end();
  }

  /** Resolves once every record was told to the listener, or the runner was stopped. */
  async run(batch: readonly StreamRecord[], listener: BatchListener, failuresBefore = 0): Promise<void> {
    const { bisectsOnError, maximumRetries } = this.#options.definition;
    let records = batch;
    let failures = failuresBefore;
    for (;;) {
      records = this.#dropAged(records, listener, failures);
      if (records.length === 0) return;
      const { unhandled, isError } = await this.#attempt(records, listener);
      if (unhandled.length === 0 || this.#stopped) return;
      if (isError && bisectsOnError && unhandled.length > 1) return this.#runHalves(unhandled, listener, failures);
      // What is left of a batch that made progress is a batch of its own.
      failures = unhandled.length < records.length ? 1 : failures + 1;
      records = unhandled;
      if (failures > maximumRetries) return listener.givenUp(records, 'RetryAttemptsExhausted', failures);
      await this.#pause(failures);
      if (this.#stopped) return;
    }
  }

  /** Invokes the function once, and tells whether every record was handled. */
  async runOnce(records: readonly StreamRecord[]): Promise<boolean> {
    const result = await this.#invoke(records);
    return result.ok && unhandledRecords(records, this.#answerOf(result)).unhandled.length === 0;
  }

  async #attempt(
    records: readonly StreamRecord[],
    listener: BatchListener,
  ): Promise<{ readonly unhandled: readonly StreamRecord[]; readonly isError: boolean }> {
    const { definition, report } = this.#options;
    const result = await this.#invoke(records);
    if (this.#stopped) return { unhandled: records, isError: true };
    if (!result.ok) {
      report(`${definition.functionArn} failed on its stream: ${result.error.errorType}: ${result.error.errorMessage}`);
      return { unhandled: records, isError: true };
    }
    const { unhandled, malformed } = unhandledRecords(records, this.#answerOf(result));
    if (malformed !== undefined) report(`A batch of ${definition.functionArn} failed: ${malformed}`);
    const handled = records.slice(0, records.length - unhandled.length);
    if (handled.length > 0) listener.handled(handled);
    return { unhandled, isError: malformed !== undefined };
  }

  /** Splitting does not count as a retry. */
  async #runHalves(records: readonly StreamRecord[], listener: BatchListener, failures: number): Promise<void> {
    const middle = Math.ceil(records.length / 2);
    await this.run(records.slice(0, middle), listener, failures);
    if (!this.#stopped) await this.run(records.slice(middle), listener, failures);
  }

  #dropAged(records: readonly StreamRecord[], listener: BatchListener, failures: number): readonly StreamRecord[] {
    const { clock, definition } = this.#options;
    const oldest = clock.now() - definition.maximumAgeMilliseconds;
    const young = records.findIndex((record) => record.dynamodb.ApproximateCreationDateTime * 1000 >= oldest);
    const aged = young < 0 ? records : records.slice(0, young);
    if (aged.length > 0) listener.givenUp(aged, 'RecordAgeExceeded', failures);
    return records.slice(aged.length);
  }

  #answerOf(result: InvocationResult & { readonly ok: true }): unknown {
    return this.#options.definition.reportsItemFailures ? result.payload : undefined;
  }

  async #invoke(records: readonly StreamRecord[]): Promise<InvocationResult> {
    const { definition, interceptor, invoker } = this.#options;
    const { functionArn, streamArn } = definition;
    const ids = records.map((record) => record.eventID);
    const point = {
      at: 'delivery',
      source: streamArn,
      target: functionArn,
      ids,
      text: () => JSON.stringify(records),
    } as const;
    try {
      return await interceptor.intercept(point, () => invoker.invoke(functionArn, { Records: records }));
    } catch (error) {
      return { ok: false, error: { errorType: 'Delivery', errorMessage: String(error) } };
    }
  }

  async #pause(failures: number): Promise<void> {
    const delay = Math.min(FIRST_RETRY_MILLISECONDS * 2 ** (failures - 1), LONGEST_RETRY_MILLISECONDS);
    const { promise, resolve } = Promise.withResolvers<void>();
    const cancel = this.#options.clock.after(delay, resolve);
    this.#pauses.add(resolve);
    await promise;
    this.#pauses.delete(resolve);
    cancel();
  }
}
