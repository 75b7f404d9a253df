import * as z from 'zod';
import { parseRequest } from '../parse.ts';
import { ServiceError } from '../ports.ts';
import type { Execution } from './execution.ts';
import type { StateMachines } from './state-machines.ts';
import { isRedrivable, redriveStatusReason } from './status-event.ts';

const describeRequest = z.strictObject({ executionArn: z.string(), includedData: z.string().optional() });

const listRequest = z.strictObject({
  stateMachineArn: z.string(),
  statusFilter: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']).optional(),
  maxResults: z.int().min(1).max(1000).default(100),
  nextToken: z.string().regex(/^\d+$/u).default('0'),
});

const stopRequest = z.strictObject({
  executionArn: z.string(),
  error: z.string().optional(),
  cause: z.string().optional(),
});

const redriveRequest = z.strictObject({ executionArn: z.string(), clientToken: z.string().optional() });

type Operation = (input: unknown) => unknown;

/** The API of Step Functions over the local state machines, as operations of the AWS JSON protocol. */
export class StatesApi {
  readonly #machines: StateMachines;
  readonly #operations: Readonly<Record<string, Operation>>;

  constructor(machines: StateMachines) {
    this.#machines = machines;
    this.#operations = {
      StartExecution: (input) => this.#start(input),
      DescribeExecution: (input) => this.#describe(input),
      ListExecutions: (input) => this.#list(input),
      StopExecution: (input) => this.#stop(input),
      RedriveExecution: (input) => this.#redrive(input),
    };
  }

  /** @throws ServiceError of the operation; `UnknownOperationException` for one that the local run does not have */
  async call(operation: string, input: unknown): Promise<unknown> {
    const act = this.#operations[operation];
    if (!act) throw new ServiceError('UnknownOperationException', `Step Functions ${operation} is not supported.`);
    return act(input);
  }

  #start(input: unknown): unknown {
    const execution = this.#machines.startExecution(input);
    return { executionArn: execution.arn, startDate: execution.startedAt / 1000 };
  }

  #describe(input: unknown): unknown {
    const { executionArn } = parseRequest(describeRequest, 'DescribeExecution', input);
    const execution = this.#machines.execution(executionArn);
    const reason = redriveStatusReason(execution);
    return {
      ...summaryOf(execution),
      input: execution.input,
      inputDetails: { included: true },
      ...(execution.output !== undefined && { output: execution.output, outputDetails: { included: true } }),
      ...(execution.error !== undefined && { error: execution.error }),
      ...(execution.cause !== undefined && { cause: execution.cause }),
      redriveStatus: isRedrivable(execution) ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
      ...(reason !== null && { redriveStatusReason: reason }),
    };
  }

  #list(input: unknown): unknown {
    const request = parseRequest(listRequest, 'ListExecutions', input);
    const offset = Number(request.nextToken);
    const { stateMachineArn, statusFilter, maxResults } = request;
    const found = this.#machines.executions(stateMachineArn, statusFilter, maxResults + 1, offset);
    return {
      executions: found.slice(0, maxResults).map(summaryOf),
      ...(found.length > maxResults && { nextToken: String(offset + maxResults) }),
    };
  }

  #stop(input: unknown): unknown {
    const { executionArn, error, cause } = parseRequest(stopRequest, 'StopExecution', input);
    return { stopDate: secondsOf(this.#machines.stopExecution(executionArn, error, cause).stoppedAt) };
  }

  #redrive(input: unknown): unknown {
    const { executionArn } = parseRequest(redriveRequest, 'RedriveExecution', input);
    return { redriveDate: secondsOf(this.#machines.redriveExecution(executionArn).redrivenAt) };
  }
}

/** What lists and descriptions of executions have in common; times are seconds since the epoch. */
function summaryOf(execution: Execution): Readonly<Record<string, unknown>> {
  return {
    executionArn: execution.arn,
    stateMachineArn: execution.machineArn,
    name: execution.name,
    status: execution.status,
    startDate: execution.startedAt / 1000,
    ...(execution.stoppedAt !== undefined && { stopDate: execution.stoppedAt / 1000 }),
    redriveCount: execution.redriveCount,
    ...(execution.redrivenAt !== undefined && { redriveDate: execution.redrivenAt / 1000 }),
  };
}

function secondsOf(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}
