import * as z from 'zod';
import { tryParseJson } from '../json.ts';
import { ServiceError } from '../ports.ts';
import type { StateMachines } from '../states/state-machines.ts';

const statusChange = z.looseObject({
  source: z.literal('aws.states'),
  detail: z.looseObject({ executionArn: z.string() }),
});

/**
 * Redrives the execution whose failure a message tells of.
 * @returns whether it tells of one that now runs, or has no need to
 */
export function redriveExecution(machines: StateMachines, messageBody: string): boolean {
  const parsed = statusChange.safeParse(tryParseJson(messageBody));
  if (!parsed.success) return false;
  try {
    machines.redriveExecution(parsed.data.detail.executionArn);
    return true;
  } catch (error) {
    // It was redriven before, and runs or has succeeded since.
    if (error instanceof ServiceError) return error.code === 'ExecutionNotRedrivable';
    throw error;
  }
}
