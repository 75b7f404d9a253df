import type { ChoiceState, Definition, FailState, State, WaitState } from './definition.ts';
import type { Execution, Outcome } from './execution.ts';
import { type Evaluate, leave, secondsOf } from './exit.ts';
import { evaluateTemplate } from './expressions.ts';
import { bindingsOf, type MachineIdentity } from './scope.ts';
import { StateError } from './state-error.ts';
import { type PerformPorts, performTask } from './task.ts';

/** A state machine that can run. */
export type Machine = MachineIdentity & { readonly definition: Definition };

/** Tries the current state of an execution once. An error that nothing in the state handles fails the execution. */
export async function perform(machine: Machine, execution: Execution, ports: PerformPorts): Promise<Outcome> {
  const state = machine.definition.States[execution.state];
  const evaluate: Evaluate = (template, field, result) =>
    evaluateTemplate(template, bindingsOf(execution, machine, ports.clock.now(), result), field);
  try {
    if (!state) throw new StateError('States.Runtime', `The definition has no state ${execution.state} any more.`);
    return await performState(state, machine.roleArn, execution, evaluate, ports);
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    return { kind: 'failed', failure: { error: error.error, cause: error.cause } };
  }
}

async function performState(
  state: State,
  roleArn: string,
  execution: Execution,
  evaluate: Evaluate,
  ports: PerformPorts,
): Promise<Outcome> {
  switch (state.Type) {
    case 'Task':
      return performTask(state, roleArn, execution, evaluate, ports);
    case 'Choice':
      return choose(state, execution, evaluate);
    case 'Wait':
      return execution.dueAt === undefined
        ? { kind: 'wait', until: await waitEnd(state, evaluate, ports.clock.now()) }
        : leave(state, execution, evaluate);
    case 'Pass':
    case 'Succeed':
      return leave(state, execution, evaluate);
    case 'Fail':
      return fail(state, evaluate);
  }
}

async function choose(state: ChoiceState, execution: Execution, evaluate: Evaluate): Promise<Outcome> {
  for (const [index, rule] of state.Choices.entries()) {
    const holds = await evaluate(rule.Condition, `Choices[${index}]/Condition`);
    if (typeof holds !== 'boolean') {
      const cause = `The condition of choice ${index} in state ${execution.state} is not a boolean.`;
      throw new StateError('States.QueryEvaluationError', cause);
    }
    if (holds) return leave(rule, execution, evaluate);
  }
  if (state.Default === undefined) {
    throw new StateError('States.NoChoiceMatched', `No choice of state ${execution.state} matched.`);
  }
  return leave({ Next: state.Default, Output: state.Output, Assign: state.Assign }, execution, evaluate);
}

async function waitEnd(state: WaitState, evaluate: Evaluate, now: number): Promise<number> {
  if (state.Seconds !== undefined) return now + (await secondsOf(state.Seconds, 'Seconds', evaluate)) * 1000;
  const timestamp = await evaluate(state.Timestamp, 'Timestamp');
  const time = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  if (Number.isNaN(time)) throw new StateError('States.QueryEvaluationError', `Timestamp is no RFC 3339 time.`);
  return time;
}

async function fail(state: FailState, evaluate: Evaluate): Promise<Outcome> {
  const error = state.Error === undefined ? undefined : String(await evaluate(state.Error, 'Error'));
  const cause = state.Cause === undefined ? undefined : String(await evaluate(state.Cause, 'Cause'));
  return { kind: 'failed', failure: { error, cause } };
}
