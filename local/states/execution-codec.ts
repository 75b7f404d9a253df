import * as z from 'zod';
import type { Row } from '../journal/row.ts';
import type { Execution } from './execution.ts';

const status = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']);
const retries = z.array(z.int());

/** The columns of an execution, in the order of its table. */
export const EXECUTION_COLUMNS = [
  'arn',
  'machine',
  'name',
  'input',
  'status',
  'started_at',
  'stopped_at',
  'output',
  'error',
  'cause',
  'state',
  'state_input',
  'variables',
  'entered_at',
  'retries',
  'due_at',
  'deadline_at',
  'redrive_count',
  'redriven_at',
  'definition',
] as const;

export function executionValues(execution: Execution): (string | number | null)[] {
  return [
    execution.arn,
    execution.machineArn,
    execution.name,
    execution.input,
    execution.status,
    execution.startedAt,
    execution.stoppedAt ?? null,
    execution.output ?? null,
    execution.error ?? null,
    execution.cause ?? null,
    execution.state,
    execution.stateInput,
    execution.variables,
    execution.enteredAt,
    JSON.stringify(execution.retries),
    execution.dueAt ?? null,
    execution.deadlineAt ?? null,
    execution.redriveCount,
    execution.redrivenAt ?? null,
    execution.definition ?? null,
  ];
}

export function readExecution(row: Row): Execution {
  return {
    arn: row.text('arn'),
    machineArn: row.text('machine'),
    name: row.text('name'),
    input: row.text('input'),
    status: status.parse(row.text('status')),
    startedAt: row.integer('started_at'),
    stoppedAt: row.optionalInteger('stopped_at'),
    output: row.optionalText('output'),
    error: row.optionalText('error'),
    cause: row.optionalText('cause'),
    state: row.text('state'),
    stateInput: row.text('state_input'),
    variables: row.text('variables'),
    enteredAt: row.integer('entered_at'),
    retries: retries.parse(row.json('retries')),
    dueAt: row.optionalInteger('due_at'),
    deadlineAt: row.optionalInteger('deadline_at'),
    redriveCount: row.integer('redrive_count'),
    redrivenAt: row.optionalInteger('redriven_at'),
    definition: row.optionalText('definition'),
  };
}
