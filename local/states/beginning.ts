import type { Advance } from './advance.ts';
import type { Execution } from './execution.ts';
import type { Machine } from './perform.ts';
import type { StartRequest } from './start-request.ts';

/** A machine of the template, with what names its definition. */
export type CurrentMachine = Machine & { readonly version: string };

export type Times = { readonly startedAt: number; readonly deadlineAt: number | undefined };

/** An execution in its first state. */
export function beginningOf(
  arn: string,
  machine: Machine & { readonly version: string | undefined },
  request: Pick<StartRequest, 'name' | 'input'>,
  { startedAt, deadlineAt }: Times,
): Advance & { readonly execution: Execution } {
  const state = machine.definition.StartAt;
  const execution: Execution = {
    arn,
    machineArn: machine.arn,
    definition: machine.version,
    name: request.name,
    input: request.input,
    status: 'RUNNING',
    startedAt,
    stoppedAt: undefined,
    output: undefined,
    error: undefined,
    cause: undefined,
    state,
    stateInput: request.input,
    variables: '{}',
    enteredAt: startedAt,
    retries: [],
    dueAt: undefined,
    deadlineAt,
    redriveCount: 0,
    redrivenAt: undefined,
  };
  return { execution, history: [{ type: 'StateEntered', state }] };
}
