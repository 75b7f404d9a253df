import { type Clock, type Part, type Pending, ServiceError } from '../ports.ts';
import { deadlineOf, redrive } from './advance.ts';
import { DefinitionStore } from './definition-store.ts';
import type { Execution, ExecutionStatus, HistoryEvent } from './execution.ts';
import { ExecutionRunner, type ExecutionRunnerOptions, type TransitionCounts } from './execution-runner.ts';
import { ExecutionStore } from './execution-store.ts';
import { readMachine } from './machine-properties.ts';
import type { Machine } from './perform.ts';
import { checkStartRequest, type StartRequest } from './start-request.ts';
import { isRedrivable, redriveStatusReason } from './status-event.ts';
import { validateDefinition } from './validate.ts';

/** A machine of the template, with what names its definition. */
type CurrentMachine = Machine & { readonly version: string };

export type StateMachinesOptions = Omit<ExecutionRunnerOptions, 'random'> &
  Partial<Pick<ExecutionRunnerOptions, 'random'>>;

/**
 * The Standard state machines of the template. Every transition is journalled before the next state is tried, so
 * that an execution resumes, after any death of the process, in the state it was in: a Task is tried again, and the
 * rest of a wait or of a retry's delay is kept.
 */
export class StateMachines implements Part {
  readonly #clock: Clock;
  readonly #store: ExecutionStore;
  readonly #runner: ExecutionRunner;
  readonly #definitions: DefinitionStore;
  readonly #machines = new Map<string, CurrentMachine>();
  /** Machines as they were, by the definition that they had. */
  readonly #former = new Map<string, Machine>();

  constructor(options: StateMachinesOptions) {
    this.#clock = options.clock;
    this.#store = new ExecutionStore(options.journal);
    this.#definitions = new DefinitionStore(options.journal);
    this.#runner = new ExecutionRunner({ random: Math.random, ...options }, this.#store, (execution) =>
      this.#machineOf(execution),
    );
  }

  /** Adds an `AWS::StepFunctions::StateMachine`. */
  add(arn: string, properties: unknown): void {
    const { text, ...machine } = readMachine(arn, properties);
    this.#machines.set(arn, { ...machine, version: this.#definitions.keep(text) });
  }

  /** Resumes the executions that an earlier run left unfinished, once all machines have been added. */
  start(): void {
    for (const arn of this.#machines.keys()) {
      for (const execution of this.#store.running(arn)) this.#runner.resume(execution);
    }
  }

  /**
   * The API operation `StartExecution`. The same name with the same input, while that execution runs, gets the same
   * answer; a name is never free again.
   *
   * @throws ServiceError `StateMachineDoesNotExist`, `ExecutionAlreadyExists`, `InvalidName`, `InvalidExecutionInput`
   */
  startExecution(input: unknown): Execution {
    const request = checkStartRequest(input);
    const machine = this.#machine(request.stateMachineArn);
    const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${request.name}`;
    const existing = this.#store.get(arn);
    if (existing) {
      if (existing.status === 'RUNNING' && existing.input === request.input) return existing;
      throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }
    const execution = newExecution(arn, machine, request, this.#clock.now());
    this.#runner.begin({ execution, history: [{ type: 'StateEntered', state: execution.state }] });
    return execution;
  }

  /** @throws ServiceError `ExecutionDoesNotExist` */
  execution(arn: string): Execution {
    const execution = this.#store.get(arn);
    if (!execution) throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  }

  /** Executions of a machine, newest first, from `offset` on. */
  executions(machineArn: string, status: ExecutionStatus | undefined, limit: number, offset = 0): readonly Execution[] {
    return this.#store.list(this.#machine(machineArn).arn, status, limit, offset);
  }

  /** The states an execution has entered, with its waits, retries and handled errors, oldest first. */
  history(arn: string): readonly HistoryEvent[] {
    return this.#store.history(this.execution(arn).arn);
  }

  /** Ends a running execution as ABORTED; one that has ended stays as it is. */
  stopExecution(arn: string, error?: string, cause?: string): Execution {
    const execution = this.execution(arn);
    if (execution.status !== 'RUNNING') return execution;
    return this.#runner.interrupt(execution, 'ABORTED', { error, cause });
  }

  /**
   * Starts a failed, timed-out or aborted execution again in the state in which it ended.
   *
   * @throws ServiceError `ExecutionNotRedrivable`
   */
  redriveExecution(arn: string): Execution {
    const execution = this.execution(arn);
    if (!isRedrivable(execution)) {
      throw new ServiceError('ExecutionNotRedrivable', redriveStatusReason(execution) ?? '');
    }
    const { definition } = this.#machineOf(execution);
    const redriven = redrive(execution, definition.TimeoutSeconds, this.#clock.now());
    this.#runner.begin(redriven);
    return redriven.execution;
  }

  counts(): TransitionCounts {
    return this.#runner.counts();
  }

  pending(): readonly Pending[] {
    return [...this.#machines.values()].flatMap((machine) =>
      this.#store
        .countsByState(machine.arn)
        .map(({ state, executions }) => `state machine ${machine.name}: ${executions} executions in ${state}`),
    );
  }

  async stop(): Promise<void> {
    this.#runner.stop();
  }

  /** The machine with the definition that an execution was started with, whatever it has become since. */
  #machineOf({ machineArn, definition }: Execution): Machine {
    const current = this.#machine(machineArn);
    if (definition === undefined || definition === current.version) return current;
    const known = this.#former.get(definition);
    if (known !== undefined) return known;
    const former = { ...current, definition: validateDefinition(current.name, this.#definitions.text(definition)) };
    this.#former.set(definition, former);
    return former;
  }

  #machine(arn: string): CurrentMachine {
    const machine = this.#machines.get(arn);
    if (!machine) throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return machine;
  }
}

function newExecution(arn: string, machine: CurrentMachine, request: StartRequest, now: number): Execution {
  return {
    arn,
    machineArn: machine.arn,
    definition: machine.version,
    name: request.name,
    input: request.input,
    status: 'RUNNING',
    startedAt: now,
    stoppedAt: undefined,
    output: undefined,
    error: undefined,
    cause: undefined,
    state: machine.definition.StartAt,
    stateInput: request.input,
    variables: '{}',
    enteredAt: now,
    retries: [],
    dueAt: undefined,
    deadlineAt: deadlineOf(machine.definition.TimeoutSeconds, now),
    redriveCount: 0,
    redrivenAt: undefined,
  };
}
