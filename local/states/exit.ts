import { fromDataText, toDataText } from './data.ts';
import type { Exit } from './definition.ts';
import type { Execution, Outcome } from './execution.ts';
import type { StateResult } from './scope.ts';
import { StateError } from './state-error.ts';

/** Evaluates a field of the current state; `result` is what the state has come to, if the field may see it. */
export type Evaluate = (template: unknown, field: string, result?: StateResult) => Promise<unknown>;

/**
 * Leaves a state: its Output, by default its result or else its input, is the next state's input. Output and Assign
 * both see the variables as they were.
 */
export async function leave(
  exit: Exit,
  execution: Execution,
  evaluate: Evaluate,
  result: StateResult = {},
): Promise<Outcome> {
  const assigned = await evaluate(exit.Assign ?? {}, 'Assign', result);
  const output =
    exit.Output === undefined ? defaultOutput(execution, result) : await evaluate(exit.Output, 'Output', result);
  const input = toDataText(output, `The output of state ${execution.state}`);
  if (exit.Next === undefined) return { kind: 'succeeded', output: input };
  const variables = mergeVariables(execution.variables, assigned);
  return { kind: 'next', state: exit.Next, input, variables, caught: undefined };
}

function defaultOutput(execution: Execution, result: StateResult): unknown {
  if ('errorOutput' in result) return result.errorOutput;
  return 'result' in result ? result.result : fromDataText(execution.stateInput);
}

function mergeVariables(variables: string, assigned: unknown): string {
  return JSON.stringify(Object.assign({}, fromDataText(variables), assigned));
}

/** A field that takes whole seconds, or an expression for them. */
export async function secondsOf(
  value: number | string,
  field: 'Seconds' | 'TimeoutSeconds',
  evaluate: Evaluate,
): Promise<number> {
  const seconds = await evaluate(value, field);
  const least = field === 'Seconds' ? 0 : 1;
  const fits = typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= least && seconds <= 99_999_999;
  if (fits) return seconds;
  throw new StateError('States.QueryEvaluationError', `${field} must be an integer from ${least} to 99999999.`);
}
