import type { Journal } from '../journal/journal.ts';
import type { Authorizer, Clock, FunctionInvoker, Interceptor, Report } from '../ports.ts';
import { type Advance, advance, interrupt } from './advance.ts';
import type { ErrorOutput, Execution, Outcome } from './execution.ts';
import { type Machine, perform } from './perform.ts';

export type ExecutionRunnerOptions = {
  readonly journal: Journal;
  readonly clock: Clock;
  readonly invoker: FunctionInvoker;
  readonly interceptor: Interceptor;
  readonly access: Authorizer;
  readonly report: Report;
  /** From 0 up to 1, for the jitter of retries. */
  readonly random: () => number;
};

/** The machine that an execution is of, with the definition that it was started with. */
export type MachineOf = (execution: Pick<Execution, 'machineArn' | 'definition'>) => Machine;

/** Where executions are written down, as far as their type asks for it. */
export interface ExecutionRecords {
  /** One that runs; what is kept of others is up to their type. */
  get(arn: string): Execution | undefined;
  /** Writes an execution down as it stands now; called in a transaction of the journal. */
  save(change: Advance): void;
}

/** What belongs to the type of the executions that a runner runs. */
export type ExecutionKind = {
  readonly records: ExecutionRecords;
  readonly machineOf: MachineOf;
  /** Whether AWS promises no more than that an execution runs at least once, so that a fault may repeat this one. */
  readonly mayRepeat: (execution: Execution) => boolean;
  /** Runs an execution once more. */
  readonly repeat: (execution: Execution) => void;
};

/** Counts since the runtime started; a redrive is one of the retries. */
export type TransitionCounts = {
  readonly executionsStarted: number;
  readonly statesEntered: number;
  readonly retries: number;
};

/** What keeps a running execution alive in this process: its loop ends when the signal aborts. */
type Run = { readonly abort: AbortController; readonly cancelDeadline: () => void };

/** Runs executions from state to state, each transition written down before the next state is tried. */
export class ExecutionRunner {
  readonly #options: ExecutionRunnerOptions;
  readonly #kind: ExecutionKind;
  readonly #runs = new Map<string, Run>();
  #counts: TransitionCounts = { executionsStarted: 0, statesEntered: 0, retries: 0 };

  constructor(options: ExecutionRunnerOptions, kind: ExecutionKind) {
    this.#options = options;
    this.#kind = kind;
  }

  counts(): TransitionCounts {
    return this.#counts;
  }

  /** Writes down the beginning of an execution, or of its redrive, and runs it once that has committed. */
  begin(beginning: Advance): void {
    const { journal } = this.#options;
    journal.transaction(() => {
      this.#save(beginning);
      journal.afterCommit(() => this.resume(beginning.execution));
    });
    const isRedrive = beginning.execution.redriveCount > 0;
    this.#count({ executionsStarted: isRedrive ? 0 : 1, statesEntered: 1, retries: isRedrive ? 1 : 0 });
  }

  /** Runs an execution on from the state in which it stands. */
  resume(execution: Execution): void {
    this.#endRun(execution.arn);
    const abort = new AbortController();
    this.#runs.set(execution.arn, { abort, cancelDeadline: this.#armDeadline(execution) });
    void this.#drive(execution, abort.signal);
  }

  /** Ends a running execution at once; what its current state is doing is left to itself. */
  interrupt(execution: Execution, status: 'TIMED_OUT' | 'ABORTED', failure: ErrorOutput): Execution {
    this.#endRun(execution.arn);
    return this.#save(interrupt(execution, status, failure, this.#options.clock.now()));
  }

  stop(): void {
    for (const arn of this.#runs.keys()) this.#endRun(arn);
  }

  /** The state machine's own time limit ends an execution without any Catch. */
  #armDeadline({ arn, deadlineAt }: Execution): () => void {
    if (deadlineAt === undefined) return () => undefined;
    const { clock } = this.#options;
    return clock.after(Math.max(0, deadlineAt - clock.now()), () => {
      const execution = this.#kind.records.get(arn);
      if (execution?.status !== 'RUNNING') return;
      this.interrupt(execution, 'TIMED_OUT', { error: 'States.Timeout', cause: undefined });
    });
  }

  /** Tries state after state until the execution has ended or the run is aborted. */
  async #drive(beginning: Execution, signal: AbortSignal): Promise<void> {
    let execution = beginning;
    while (execution.status === 'RUNNING') {
      if (execution.dueAt !== undefined) await this.#sleepUntil(execution.dueAt, signal);
      if (signal.aborted) return;
      const outcome = await this.#perform(execution);
      if (signal.aborted) return;
      execution = await this.#transition(execution, outcome, signal);
    }
    // A redrive may already have begun another run, which has aborted this one.
    if (!signal.aborted) this.#endRun(execution.arn);
  }

  async #perform(execution: Execution): Promise<Outcome> {
    try {
      return await perform(this.#kind.machineOf(execution), execution, this.#options);
    } catch (error) {
      return this.#runtimeFailure(execution, error);
    }
  }

  async #transition(execution: Execution, outcome: Outcome, signal: AbortSignal): Promise<Execution> {
    const to = outcome.kind === 'next' ? outcome.state : outcome.kind;
    const mayRepeat = this.#kind.mayRepeat(execution);
    const point = { at: 'transition', executionArn: execution.arn, from: execution.state, to, mayRepeat } as const;
    let applied: Execution | undefined;
    const act = async () => {
      if (signal.aborted) return execution;
      if (applied !== undefined) this.#kind.repeat(execution);
      applied ??= this.#apply(execution, outcome);
      return applied;
    };
    try {
      return await this.#options.interceptor.intercept(point, act);
    } catch (error) {
      return signal.aborted ? execution : this.#apply(execution, this.#runtimeFailure(execution, error));
    }
  }

  #apply(execution: Execution, outcome: Outcome): Execution {
    this.#count({
      executionsStarted: 0,
      statesEntered: outcome.kind === 'next' ? 1 : 0,
      retries: outcome.kind === 'retry' ? 1 : 0,
    });
    return this.#save(advance(execution, outcome, this.#options.clock.now()));
  }

  /** A failure of the interpreter or of the service itself: no Retry and no Catch handles it. */
  #runtimeFailure(execution: Execution, error: unknown): Outcome {
    const cause = `State ${execution.state}: ${error instanceof Error ? error.message : String(error)}`;
    this.#options.report(`Execution ${execution.arn} failed: ${cause}`);
    return { kind: 'failed', failure: { error: 'States.Runtime', cause } };
  }

  #save(change: Advance): Execution {
    this.#options.journal.transaction(() => this.#kind.records.save(change));
    return change.execution;
  }

  #count(more: TransitionCounts): void {
    this.#counts = {
      executionsStarted: this.#counts.executionsStarted + more.executionsStarted,
      statesEntered: this.#counts.statesEntered + more.statesEntered,
      retries: this.#counts.retries + more.retries,
    };
  }

  #endRun(arn: string): void {
    const run = this.#runs.get(arn);
    run?.abort.abort();
    run?.cancelDeadline();
    this.#runs.delete(arn);
  }

  #sleepUntil(time: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    return new Promise((resolve) => {
      const wake = () => {
        cancel();
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const cancel = clock.after(Math.max(0, time - clock.now()), wake);
      signal.addEventListener('abort', wake);
    });
  }
}
