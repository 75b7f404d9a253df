import { type Pending, ServiceError } from '../ports.ts';
import { type Advance, deadlineOf, redrive } from './advance.ts';
import { beginningOf, type CurrentMachine } from './beginning.ts';
import type { Execution, ExecutionStatus, HistoryEvent } from './execution.ts';
import {
  type ExecutionRecords,
  ExecutionRunner,
  type ExecutionRunnerOptions,
  type MachineOf,
  type TransitionCounts,
} from './execution-runner.ts';
import { ExecutionStore } from './execution-store.ts';
import type { Machine } from './perform.ts';
import type { StartRequest } from './start-request.ts';
import { isRedrivable, redriveStatusReason, type ServiceEvent, statusEvent } from './status-event.ts';

export type StandardExecutionsOptions = ExecutionRunnerOptions & {
  /** Puts a status change onto the default bus; called in the transaction that writes the change. */
  readonly emit: (event: ServiceEvent) => void;
};

/**
 * Executions of Standard state machines, which run exactly once. Every transition is journalled before the next state
 * is tried, so that an execution resumes, after any death of the process, in the state it was in: a Task is tried
 * again, and the rest of a wait or of a retry's delay is kept.
 */
export class StandardExecutions implements ExecutionRecords {
  readonly #options: StandardExecutionsOptions;
  readonly #store: ExecutionStore;
  readonly #runner: ExecutionRunner;
  readonly #machineOf: MachineOf;

  constructor(options: StandardExecutionsOptions, machineOf: MachineOf) {
    this.#options = options;
    this.#store = new ExecutionStore(options.journal);
    this.#machineOf = machineOf;
    const repeat = ({ arn }: Execution) => {
      throw new Error(`${arn} is of a Standard state machine, and runs exactly once.`);
    };
    this.#runner = new ExecutionRunner(options, { records: this, machineOf, mayRepeat: () => false, repeat });
  }

  /** Takes up what an earlier run left unfinished. */
  resume({ arn }: Machine): void {
    for (const execution of this.#store.running(arn)) this.#runner.resume(execution);
  }

  /** Ends what a machine has left that is of the other type now: deployed, that makes another machine in its place. */
  abandon({ arn }: Machine): void {
    const failure = { error: undefined, cause: 'Its state machine was replaced.' };
    for (const execution of this.#store.running(arn)) this.#runner.interrupt(execution, 'ABORTED', failure);
  }

  /** @throws ServiceError `ExecutionAlreadyExists` */
  start(machine: CurrentMachine, request: StartRequest): Execution {
    const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${request.name}`;
    const existing = this.#store.get(arn);
    if (existing) {
      if (existing.status === 'RUNNING' && existing.input === request.input) return existing;
      throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const startedAt = this.#options.clock.now();
    const deadlineAt = deadlineOf(machine.definition.TimeoutSeconds, startedAt);
    const beginning = beginningOf(arn, machine, request, { startedAt, deadlineAt });
    this.#runner.begin(beginning);
    return beginning.execution;
  }

  get(arn: string): Execution | undefined {
    return this.#store.get(arn);
  }

  /** Journals a change and, in the same transaction, tells of a status that began or ended with it. */
  save(change: Advance): void {
    const before = this.#store.get(change.execution.arn)?.status;
    this.#store.save(change, this.#options.clock.now());
    if (change.execution.status !== before) this.#options.emit(statusEvent(change.execution));
  }

  list(machineArn: string, status: ExecutionStatus | undefined, limit: number, offset: number): readonly Execution[] {
    return this.#store.list(machineArn, status, limit, offset);
  }

  history(arn: string): readonly HistoryEvent[] {
    return this.#store.history(arn);
  }

  abort(execution: Execution, error?: string, cause?: string): Execution {
    return this.#runner.interrupt(execution, 'ABORTED', { error, cause });
  }

  /** @throws ServiceError `ExecutionNotRedrivable` */
  redrive(execution: Execution): Execution {
    if (!isRedrivable(execution)) {
      throw new ServiceError('ExecutionNotRedrivable', redriveStatusReason(execution) ?? '');
    }
    const { definition } = this.#machineOf(execution);
    const redriven = redrive(execution, definition.TimeoutSeconds, this.#options.clock.now());
    this.#runner.begin(redriven);
    return redriven.execution;
  }

  counts(): TransitionCounts {
    return this.#runner.counts();
  }

  pending({ arn, name }: Machine): readonly Pending[] {
    return this.#store
      .countsByState(arn)
      .map(({ state, executions }) => `state machine ${name}: ${executions} executions in ${state}`);
  }

  stop(): void {
    this.#runner.stop();
  }
}
