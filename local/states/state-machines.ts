import { type Part, type Pending, ServiceError } from '../ports.ts';
import type { CurrentMachine } from './beginning.ts';
import { DefinitionStore } from './definition-store.ts';
import type { Execution, ExecutionStatus, HistoryEvent } from './execution.ts';
import type { MachineOf, TransitionCounts } from './execution-runner.ts';
import { type ExpressCounts, ExpressExecutions } from './express-executions.ts';
import { type MachineType, readMachine } from './machine-properties.ts';
import type { Machine } from './perform.ts';
import { StandardExecutions, type StandardExecutionsOptions } from './standard-executions.ts';
import { checkStartRequest } from './start-request.ts';
import { validateDefinition } from './validate.ts';

type TypedMachine = CurrentMachine & { readonly type: MachineType };

export type StateMachinesOptions = Omit<StandardExecutionsOptions, 'random'> &
  Partial<Pick<StandardExecutionsOptions, 'random'>>;

/** The state machines of the template, and what the API can be asked of their executions. */
export class StateMachines implements Part {
  readonly #standard: StandardExecutions;
  readonly #express: ExpressExecutions;
  readonly #definitions: DefinitionStore;
  readonly #machines = new Map<string, TypedMachine>();
  /** Machines as they were, by the definition that they had. */
  readonly #former = new Map<string, Machine>();

  constructor(options: StateMachinesOptions) {
    const machineOf: MachineOf = (execution) => this.#machineOf(execution);
    this.#definitions = new DefinitionStore(options.journal);
    this.#standard = new StandardExecutions({ random: Math.random, ...options }, machineOf);
    this.#express = new ExpressExecutions({ random: Math.random, ...options }, machineOf);
  }

  /** Adds an `AWS::StepFunctions::StateMachine`. */
  add(arn: string, properties: unknown): void {
    const { text, ...machine } = readMachine(arn, properties);
    this.#machines.set(arn, { ...machine, version: this.#definitions.keep(text) });
  }

  /** Takes up the executions that an earlier run left unfinished, once all machines have been added. */
  start(): void {
    for (const machine of this.#machines.values()) {
      const others = machine.type === 'EXPRESS' ? this.#standard : this.#express;
      others.abandon(machine);
      this.#executionsOf(machine).resume(machine);
    }
  }

  /**
   * The API operation `StartExecution`. On a Standard machine the same name with the same input, while that execution
   * runs, gets the same answer, and a name is never free again; on an Express machine each start is another execution.
   *
   * @throws ServiceError `StateMachineDoesNotExist`, `ExecutionAlreadyExists`, `InvalidName`, `InvalidExecutionInput`
   */
  startExecution(input: unknown): Execution {
    const request = checkStartRequest(input);
    const machine = this.#machine(request.stateMachineArn);
    return this.#executionsOf(machine).start(machine, request);
  }

  /** @throws ServiceError `ExecutionDoesNotExist`; `InvalidArn` for one of an Express machine, which nobody can ask for */
  execution(arn: string): Execution {
    if (arn.split(':')[5] === 'express') {
      throw new ServiceError('InvalidArn', `Invalid Arn: 'Resource type not valid in this context: express'`);
    }
    const execution = this.#standard.get(arn);
    if (!execution) throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return execution;
  }

  /**
   * Executions of a machine, newest first, from `offset` on.
   * @throws ServiceError `StateMachineDoesNotExist`; `StateMachineTypeNotSupported` for an Express machine
   */
  executions(machineArn: string, status: ExecutionStatus | undefined, limit: number, offset = 0): readonly Execution[] {
    const { arn, type } = this.#machine(machineArn);
    if (type === 'EXPRESS') {
      throw new ServiceError('StateMachineTypeNotSupported', `State Machine Type not supported: '${arn}'`);
    }
    return this.#standard.list(arn, status, limit, offset);
  }

  /** The states an execution has entered, with its waits, retries and handled errors, oldest first. */
  history(arn: string): readonly HistoryEvent[] {
    return this.#standard.history(this.execution(arn).arn);
  }

  /** Ends a running execution as ABORTED; one that has ended stays as it is. */
  stopExecution(arn: string, error?: string, cause?: string): Execution {
    const execution = this.execution(arn);
    return execution.status === 'RUNNING' ? this.#standard.abort(execution, error, cause) : execution;
  }

  /**
   * Starts a failed, timed-out or aborted execution again in the state in which it ended.
   *
   * @throws ServiceError `ExecutionNotRedrivable`
   */
  redriveExecution(arn: string): Execution {
    return this.#standard.redrive(this.execution(arn));
  }

  /** Of Standard machines alone: Express executions are not billed by their transitions. */
  counts(): TransitionCounts {
    return this.#standard.counts();
  }

  expressCounts(): ExpressCounts {
    return this.#express.counts();
  }

  pending(): readonly Pending[] {
    return [...this.#machines.values()].flatMap((machine) => this.#executionsOf(machine).pending(machine));
  }

  async stop(): Promise<void> {
    this.#standard.stop();
    this.#express.stop();
  }

  #executionsOf({ type }: TypedMachine): StandardExecutions | ExpressExecutions {
    return type === 'EXPRESS' ? this.#express : this.#standard;
  }

  /** The machine with the definition that an execution was started with, whatever it has become since. */
  #machineOf({ machineArn, definition }: Pick<Execution, 'machineArn' | 'definition'>): Machine {
    const current = this.#machine(machineArn);
    if (definition === undefined || definition === current.version) return current;
    const known = this.#former.get(definition);
    if (known !== undefined) return known;
    const former = { ...current, definition: validateDefinition(current.name, this.#definitions.text(definition)) };
    this.#former.set(definition, former);
    return former;
  }

  #machine(arn: string): TypedMachine {
    const machine = this.#machines.get(arn);
    if (!machine) throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
    return machine;
  }
}
