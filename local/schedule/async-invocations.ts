import { randomUUID } from 'node:crypto';
import type { Journal } from '../journal/journal.ts';
import type {
  Authorizer,
  Clock,
  FunctionError,
  FunctionInvoker,
  Part,
  Pending,
  QueueSender,
  Report,
} from '../ports.ts';
import { sendIfAllowed } from '../queues/send-if-allowed.ts';
import { failureRecord } from './failure-record.ts';
import { type Invocation, InvocationStore } from './invocation-store.ts';
import { DEFAULT_INVOKE_CONFIG, type InvokeConfig, readInvokeConfig } from './invoke-config.ts';

/** Lambda waits a minute before the first retry of a function error, and two before the second. */
const RETRY_WAITS_MILLISECONDS = [60_000, 120_000];

export type AsyncInvocationsOptions = {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly invoker: FunctionInvoker;
  /** Takes the records of invocations that were given up. */
  readonly queues: QueueSender;
  readonly access: Authorizer;
  readonly report: Report;
};

/**
 * Lambda's asynchronous invocations: accepted durably, tried at once, retried after function errors, then given up.
 * A call that the process did not live to see the end of is made again.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
export class AsyncInvocations implements Part {
  readonly #options: AsyncInvocationsOptions;
  readonly #store: InvocationStore;
  readonly #configs = new Map<string, InvokeConfig>();
  readonly #timers = new Map<number, () => void>();
  readonly #running = new Map<number, string>();
  readonly #endListeners: ((sourceArn: string) => void)[] = [];
  #stopped = false;

  constructor(options: AsyncInvocationsOptions) {
    this.#options = options;
    this.#store = new InvocationStore(options.journal);
  }

  /** Adds the `AWS::Lambda::EventInvokeConfig` of a function. */
  configure(functionArn: string, properties: unknown): void {
    this.#configs.set(functionArn, readInvokeConfig(functionArn, properties));
  }

  /** Takes up what an earlier run accepted and did not finish. */
  start(): void {
    for (const invocation of this.#store.all()) this.#schedule(invocation);
  }

  /** Accepts an invocation, within the current transaction if there is one, and makes it once that has committed. */
  accept(sourceArn: string, functionArn: string, payload: string): void {
    const { journal, clock } = this.#options;
    const now = clock.now();
    const requestId = randomUUID();
    const fresh = { requestId, sourceArn, functionArn, payload, acceptedAt: now, failures: 0, dueAt: now };
    const invocation = this.#store.add(fresh);
    journal.afterCommit(() => this.#schedule(invocation));
  }

  /** Whether a call for this source is running now; one that waits for its retry is not. */
  isRunning(sourceArn: string): boolean {
    return [...this.#running.values()].includes(sourceArn);
  }

  /** Calls the listener whenever a call has ended, with the source that asked for it. */
  onEnd(listener: (sourceArn: string) => void): void {
    this.#endListeners.push(listener);
  }

  pending(): readonly Pending[] {
    return this.#store.all().map(({ n, functionArn }) => {
      return `function ${functionArn}: an asynchronous call ${this.#running.has(n) ? 'is running' : 'waits for its retry'}`;
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const cancel of this.#timers.values()) cancel();
  }

  #schedule(invocation: Invocation): void {
    if (this.#stopped) return;
    const delay = Math.max(0, invocation.dueAt - this.#options.clock.now());
    if (delay === 0) void this.#attempt(invocation);
    else
      this.#timers.set(
        invocation.n,
        this.#options.clock.after(delay, () => void this.#attempt(invocation)),
      );
  }

  async #attempt(invocation: Invocation): Promise<void> {
    const { n, functionArn, payload, sourceArn } = invocation;
    this.#timers.delete(n);
    this.#running.set(n, sourceArn);
    const result = await this.#options.invoker.invoke(functionArn, JSON.parse(payload));
    this.#running.delete(n);
    if (this.#stopped) return;
    if (result.ok) this.#store.remove(invocation);
    else this.#retryOrGiveUp({ ...invocation, failures: invocation.failures + 1 }, result.error);
    for (const listener of this.#endListeners) listener(sourceArn);
  }

  #retryOrGiveUp(invocation: Invocation, error: FunctionError): void {
    const config = this.#configs.get(invocation.functionArn) ?? DEFAULT_INVOKE_CONFIG;
    const dueAt = this.#options.clock.now() + (RETRY_WAITS_MILLISECONDS[invocation.failures - 1] ?? 0);
    const tooOld = dueAt - invocation.acceptedAt > config.maximumAgeMilliseconds;
    if (invocation.failures > config.maximumRetries || tooOld) {
      this.#giveUp(invocation, config, error, tooOld ? 'EventAgeExceeded' : 'RetriesExhausted');
      return;
    }
    const waiting = { ...invocation, dueAt };
    this.#store.update(waiting);
    this.#schedule(waiting);
  }

  #giveUp(invocation: Invocation, { onFailureArn }: InvokeConfig, error: FunctionError, condition: string): void {
    const { journal, queues, access, clock, report } = this.#options;
    journal.transaction(() => {
      this.#store.remove(invocation);
      if (onFailureArn === undefined) return;
      // Lambda tells the destination with the function's own role.
      const principal = { functionArn: invocation.functionArn };
      sendIfAllowed(access, { principal, resource: onFailureArn }, () =>
        queues.send(onFailureArn, failureRecord(invocation, error, condition, clock.now())),
      );
    });
    report(`An asynchronous call of ${invocation.functionArn} was given up: ${error.errorType}: ${error.errorMessage}`);
  }
}
