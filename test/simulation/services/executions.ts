import { ExecutionAlreadyExists } from '@aws-sdk/client-sfn';
import { unrestricted } from '../../../local/ports.ts';
import { advance, deadlineOf } from '../../../local/states/advance.ts';
import { type Definition, parseDefinition } from '../../../local/states/definition.ts';
import type { Execution } from '../../../local/states/execution.ts';
import { type Machine, perform } from '../../../local/states/perform.ts';
import type { Violation } from '../laws/violation.ts';
import type { VirtualClock } from '../time/clock.ts';
import type { Random } from '../time/random.ts';
import type { Faults } from './faults.ts';
import type { Functions } from './functions.ts';

export type ExecutionsOptions = {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly faults: Faults;
  readonly functions: Functions;
  readonly definition: Definition;
  /** Executions of Express have no names to themselves, and may run more than once. */
  readonly isExpress: boolean;
  readonly onViolation: (violation: Violation) => void;
};

const lateMilliseconds = 20_000;

/** The saga's definition with the names of its functions, as the stack fills them in. */
export function sagaMachine(definition: object, functions: Readonly<Record<string, string>>): Definition {
  const text = JSON.stringify(definition).replace(/\$\{(\w+)\}/g, (_, task: string) => functions[task] ?? task);
  return parseDefinition('saga', text);
}

/** Step Functions: executions by name, each run by the local run's own interpreter on the virtual clock. */
export class Executions {
  readonly #options: ExecutionsOptions;
  readonly #machine: Machine;
  readonly #inputs = new Map<string, string>();
  readonly #running = new Map<string, Execution>();
  readonly #paying = new Set<string>();
  started = 0;
  failed = 0;

  constructor(options: ExecutionsOptions) {
    this.#options = options;
    this.#machine = { definition: options.definition, arn: 'saga', name: 'saga', roleArn: 'saga' };
  }

  get running(): number {
    return this.#running.size;
  }

  /** A running execution of the same name and input is the same; any other of that name is in the way. */
  start(name: string, input: string): void {
    if (this.#options.isExpress) {
      this.#begin(name, input, true);
      return;
    }
    if (this.#running.has(name) && this.#inputs.get(name) === input) return;
    if (this.#inputs.has(name)) {
      throw new ExecutionAlreadyExists({ $metadata: {}, message: `Execution ${name} exists` });
    }
    this.#inputs.set(name, input);
    this.#countPaying(input);
    this.started++;
    void this.#run(this.#beginning(name, name, input), false);
  }

  /** Each start is another execution. One that is a repetition is not repeated in turn. */
  #begin(name: string, input: string, mayRepeat: boolean): void {
    this.started++;
    void this.#run(this.#beginning(`${name}:${this.started}`, name, input), mayRepeat);
  }

  /** Of the executions of an order, one may authorise: it has `authorizeBy`. */
  #countPaying(input: string): void {
    if (input.endsWith('"authorizeBy":0}')) return;
    if (this.#paying.has(input)) {
      this.#options.onViolation({ law: 'idempotency', what: `the saga was started twice with ${input}` });
    }
    this.#paying.add(input);
  }

  async #run(beginning: Execution, mayRepeat: boolean): Promise<void> {
    const { clock, faults, functions, random } = this.#options;
    const { arn, name, input } = beginning;
    const ports = { clock, invoker: functions, access: unrestricted, random: () => random.next() };
    const isRunning = () => this.#running.has(arn);
    this.#running.set(arn, beginning);
    const endAt = beginning.deadlineAt ?? clock.now();
    const cancel = clock.after(endAt - clock.now(), () => this.#end(arn));
    let execution = beginning;
    while (execution.status === 'RUNNING') {
      if (execution.dueAt !== undefined) await clock.sleep(execution.dueAt - clock.now());
      if (faults.strike('transition_late')) await clock.sleep(lateMilliseconds * random.next());
      if (faults.strike('execution_aborted')) this.#end(arn);
      if (mayRepeat && faults.strike('invoke_twice')) this.#begin(name, input, false);
      if (!isRunning()) return;
      const outcome = await perform(this.#machine, execution, ports);
      if (!isRunning()) return;
      execution = advance(execution, outcome, clock.now()).execution;
    }
    cancel();
    if (execution.status !== 'SUCCEEDED') this.failed++;
    this.#running.delete(arn);
  }

  /** Ends it from outside: what its function is doing is left to itself. */
  #end(arn: string): void {
    if (this.#running.delete(arn)) this.failed++;
  }

  #beginning(arn: string, name: string, input: string): Execution {
    const { clock, definition } = this.#options;
    const now = clock.now();
    return {
      arn,
      machineArn: 'saga',
      definition: undefined,
      name,
      input,
      status: 'RUNNING',
      startedAt: now,
      stoppedAt: undefined,
      output: undefined,
      error: undefined,
      cause: undefined,
      state: definition.StartAt,
      stateInput: input,
      variables: '{}',
      enteredAt: now,
      retries: [],
      dueAt: undefined,
      deadlineAt: deadlineOf(definition.TimeoutSeconds, now),
      redriveCount: 0,
      redrivenAt: undefined,
    };
  }
}
