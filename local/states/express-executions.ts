import { randomUUID } from 'node:crypto';
import type { Pending } from '../ports.ts';
import { type Advance, deadlineOf } from './advance.ts';
import { beginningOf, type CurrentMachine } from './beginning.ts';
import type { Execution } from './execution.ts';
import {
  type ExecutionRecords,
  ExecutionRunner,
  type ExecutionRunnerOptions,
  type MachineOf,
} from './execution-runner.ts';
import { ExpressStore } from './express-store.ts';
import type { Machine } from './perform.ts';
import type { StartRequest } from './start-request.ts';

/** What AWS bills of Express executions: each start, and the time that each took, in steps of 100 ms. */
export type ExpressCounts = { readonly requests: number; readonly billedMilliseconds: number };

const LONGEST_SECONDS = 300;
const BILLED_STEP_MILLISECONDS = 100;

/**
 * Asynchronous executions of Express state machines, which run at least once and for five minutes at most. Nothing of
 * them is kept but that they were accepted: no history, no name that is taken, no word of how they ended.
 *
 * AWS does not persist their state between transitions, and says of their repetition only that it can happen. Here one
 * that the death of the process cuts off runs again from its first state, within its old time limit, and a `duplicate`
 * at a transition runs the whole execution once more, beside the first. One that a fault lets fail is lost.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/express-at-least-once-execution.html
 */
export class ExpressExecutions implements ExecutionRecords {
  readonly #options: ExecutionRunnerOptions;
  readonly #store: ExpressStore;
  readonly #runner: ExecutionRunner;
  readonly #machineOf: MachineOf;
  readonly #running = new Map<string, Execution>();
  /** Those that are repetitions: they are not repeated in turn, or there would be no end to it. */
  readonly #repetitions = new Set<string>();
  #counts: ExpressCounts = { requests: 0, billedMilliseconds: 0 };

  constructor(options: ExecutionRunnerOptions, machineOf: MachineOf) {
    this.#options = options;
    this.#store = new ExpressStore(options.journal);
    this.#machineOf = machineOf;
    this.#runner = new ExecutionRunner(options, {
      records: this,
      machineOf,
      mayRepeat: ({ arn }) => !this.#repetitions.has(arn),
      repeat: (execution) => this.#repeat(execution),
    });
  }

  /** Runs what an earlier run left unfinished again, from its first state. */
  resume({ arn }: Machine): void {
    for (const accepted of this.#store.of(arn)) {
      const machine = { ...this.#machineOf(accepted), version: accepted.definition };
      const { execution } = beginningOf(accepted.arn, machine, accepted, accepted);
      this.#running.set(execution.arn, execution);
      this.#runner.resume(execution);
    }
  }

  /** Forgets what a machine has left that is of the other type now: deployed, that makes another machine in its place. */
  abandon({ arn }: Machine): void {
    for (const accepted of this.#store.of(arn)) this.#store.remove(accepted.arn);
  }

  /** A name may be given to any number of executions: each is another, with an ARN of its own. */
  start(machine: CurrentMachine, { name, input }: StartRequest): Execution {
    this.#counts = { ...this.#counts, requests: this.#counts.requests + 1 };
    const startedAt = this.#options.clock.now();
    const limitSeconds = Math.min(machine.definition.TimeoutSeconds ?? LONGEST_SECONDS, LONGEST_SECONDS);
    const times = { startedAt, deadlineAt: deadlineOf(limitSeconds, startedAt) };
    const beginning = beginningOf(newArn(machine, name), machine, { name, input }, times);
    this.#runner.begin(beginning);
    return beginning.execution;
  }

  get(arn: string): Execution | undefined {
    return this.#running.get(arn);
  }

  save({ execution }: Advance): void {
    const { arn, status } = execution;
    if (status !== 'RUNNING') {
      this.#end(execution);
      return;
    }
    if (!this.#running.has(arn)) this.#store.add(execution);
    this.#running.set(arn, execution);
  }

  counts(): ExpressCounts {
    return this.#counts;
  }

  pending({ arn, name }: Machine): readonly Pending[] {
    const states = [...this.#running.values()].filter(({ machineArn }) => machineArn === arn).map(({ state }) => state);
    return [...Map.groupBy(states, (state) => state)]
      .sort()
      .map(([state, { length }]) => `state machine ${name}: ${length} executions in ${state}`);
  }

  stop(): void {
    this.#runner.stop();
  }

  /** What is left of an execution is its bill and, where it failed, a line of the log. */
  #end(execution: Execution): void {
    const { arn, status, state, startedAt, stoppedAt = startedAt, error = '', cause = '' } = execution;
    // A fault may let one fail that has just come to its end: nobody hears of that.
    if (!this.#running.delete(arn)) return;
    this.#store.remove(arn);
    this.#repetitions.delete(arn);
    const steps = Math.ceil((stoppedAt - startedAt) / BILLED_STEP_MILLISECONDS);
    const billedMilliseconds = this.#counts.billedMilliseconds + steps * BILLED_STEP_MILLISECONDS;
    this.#counts = { ...this.#counts, billedMilliseconds };
    if (status === 'SUCCEEDED') return;
    this.#options.report(`Express execution ${arn} ended ${status} in ${state}: ${error} ${cause}`.trimEnd());
  }

  #repeat(execution: Execution): void {
    const machine = { ...this.#machineOf(execution), version: execution.definition };
    const repetition = beginningOf(newArn(machine, execution.name), machine, execution, execution);
    this.#repetitions.add(repetition.execution.arn);
    this.#runner.begin(repetition);
  }
}

function newArn({ arn }: Machine, name: string): string {
  return `${arn.replace(':stateMachine:', ':express:')}:${name}:${randomUUID()}`;
}
