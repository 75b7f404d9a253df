import { fromDataText } from './data.ts';
import type { Execution } from './execution.ts';
import type { Bindings } from './expressions.ts';
import { functionsAt } from './functions.ts';

/** What `$states` holds beside the input and the context, as far as the field in question may see it. */
export type StateResult = { readonly result?: unknown; readonly errorOutput?: unknown };

/** The role that a local execution pretends to have. */
export type MachineIdentity = { readonly arn: string; readonly name: string; readonly roleArn: string };

/** The variables and functions that the expressions of the execution's current state see. */
export function bindingsOf(
  execution: Execution,
  machine: MachineIdentity,
  now: number,
  result: StateResult = {},
): Bindings {
  const variables = fromDataText(execution.variables);
  const states = { input: fromDataText(execution.stateInput), context: contextOf(execution, machine), ...result };
  return { ...functionsAt(now), ...(typeof variables === 'object' ? variables : {}), states };
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
function contextOf(execution: Execution, machine: MachineIdentity): unknown {
  return {
    Execution: {
      Id: execution.arn,
      Input: fromDataText(execution.input),
      Name: execution.name,
      RoleArn: machine.roleArn,
      StartTime: new Date(execution.startedAt).toISOString(),
      RedriveCount: execution.redriveCount,
      ...(execution.redrivenAt === undefined ? {} : { RedriveTime: new Date(execution.redrivenAt).toISOString() }),
    },
    State: {
      Name: execution.state,
      EnteredTime: new Date(execution.enteredAt).toISOString(),
      RetryCount: execution.retries.reduce((sum, count) => sum + count, 0),
    },
    StateMachine: { Id: machine.arn, Name: machine.name },
  };
}
