import { Journal } from '../../../local/journal/journal.ts';
import { type Authorizer, type Interceptor, passThrough, unrestricted } from '../../../local/ports.ts';
import type { Execution } from '../../../local/states/execution.ts';
import { StateMachines } from '../../../local/states/state-machines.ts';
import type { ServiceEvent } from '../../../local/states/status-event.ts';
import { ACCOUNT, REGION } from '../arns.ts';
import { FakeClock } from '../fake-clock.ts';
import { type FakeFunction, FakeFunctions, functionArn } from '../fake-functions.ts';

export const machineArn = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:flow`;

export function executionArn(name: string): string {
  return `arn:aws:states:${REGION}:${ACCOUNT}:execution:flow:${name}`;
}

export type World = {
  readonly clock: FakeClock;
  readonly machines: StateMachines;
  readonly functions: FakeFunctions;
  readonly events: ServiceEvent[];
  readonly reports: string[];
};

export type WorldOptions = {
  readonly functions?: Readonly<Record<string, FakeFunction>>;
  readonly journal?: Journal;
  readonly clock?: FakeClock;
  readonly interceptor?: Interceptor;
  readonly access?: Authorizer;
  readonly timeoutSeconds?: number;
  readonly type?: 'STANDARD' | 'EXPRESS';
};

/** One state machine with these states, of which the first is the start. */
export function world(states: Readonly<Record<string, object>>, options: WorldOptions = {}): World {
  const { journal = new Journal(':memory:'), clock = new FakeClock() } = options;
  const { interceptor = passThrough, access = unrestricted } = options;
  const functions = new FakeFunctions(options.functions);
  const events: ServiceEvent[] = [];
  const reports: string[] = [];
  const machines = new StateMachines({
    journal,
    clock,
    invoker: functions,
    interceptor,
    access,
    report: (problem) => reports.push(problem),
    emit: (event) => events.push(event),
    random: () => 0.5,
  });
  machines.add(machineArn, {
    DefinitionString: definition(states, options.timeoutSeconds),
    ...(options.type !== undefined && { StateMachineType: options.type }),
    RoleArn: 'arn:aws:iam::000000000000:role/flow',
  });
  machines.start();
  return { clock, machines, functions, events, reports };
}

export function definition(states: Readonly<Record<string, object>>, timeoutSeconds?: number): string {
  return JSON.stringify({
    QueryLanguage: 'JSONata',
    StartAt: Object.keys(states)[0],
    TimeoutSeconds: timeoutSeconds,
    States: states,
  });
}

/** A Task state that calls a function with the state's input. */
export function task(name: string, more: object = {}): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Arguments: { FunctionName: functionArn(name), Payload: '{% $states.input %}' },
    ...('Next' in more ? {} : { End: true }),
    ...more,
  };
}

export function start({ machines }: World, input: unknown = {}, name = 'e1'): Execution {
  return machines.startExecution({ stateMachineArn: machineArn, name, input: JSON.stringify(input) });
}

/** Runs one execution for at most an hour and answers how it stands. */
export async function run(
  states: Readonly<Record<string, object>>,
  options: WorldOptions & { input?: unknown } = {},
): Promise<Execution> {
  const flow = world(states, options);
  start(flow, options.input);
  await flow.clock.advance(3_600_000);
  return flow.machines.execution(executionArn('e1'));
}

export function outputOf(execution: Execution): unknown {
  return execution.output === undefined ? undefined : JSON.parse(execution.output);
}
