import type { Execution } from './execution.ts';

/** An event that an AWS service puts onto the default bus. */
export type ServiceEvent = {
  readonly source: string;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly resources: readonly string[];
  readonly timeMilliseconds: number;
};

/**
 * The event by which Step Functions tells of an execution's new status.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export function statusEvent(execution: Execution): ServiceEvent {
  const included = { included: true };
  return {
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    resources: [execution.arn],
    timeMilliseconds: execution.stoppedAt ?? execution.redrivenAt ?? execution.startedAt,
    detail: {
      executionArn: execution.arn,
      stateMachineArn: execution.machineArn,
      name: execution.name,
      status: execution.status,
      startDate: execution.startedAt,
      stopDate: execution.stoppedAt ?? null,
      input: execution.input,
      output: execution.output ?? null,
      inputDetails: included,
      outputDetails: execution.output === undefined ? null : included,
      stateMachineVersionArn: null,
      stateMachineAliasArn: null,
      redriveCount: execution.redriveCount,
      redriveDate: execution.redrivenAt ?? null,
      redriveStatus: isRedrivable(execution) ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
      redriveStatusReason: redriveStatusReason(execution),
      error: execution.error ?? null,
      cause: execution.cause ?? null,
    },
  };
}

/** Whether the execution ended without success, so that it can be started again in the state in which it ended. */
export function isRedrivable(execution: Execution): boolean {
  return execution.status !== 'RUNNING' && execution.status !== 'SUCCEEDED';
}

export function redriveStatusReason(execution: Execution): string | null {
  if (isRedrivable(execution)) return null;
  return `Execution is ${execution.status} and cannot be redriven`;
}
