import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { parseRequest } from '../parse.ts';
import { ServiceError } from '../ports.ts';

const MAXIMUM_INPUT_BYTES = 256 * 1024;

/** What AWS forbids in an execution's name: white space, brackets, wildcards, separators and control characters. */
const FORBIDDEN_IN_NAME = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]/u;

const startRequest = z.strictObject({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().optional(),
  traceHeader: z.string().optional(),
});

export type StartRequest = { readonly stateMachineArn: string; readonly name: string; readonly input: string };

/** Checks a `StartExecution` request; throws `InvalidName` or `InvalidExecutionInput` as the API does. */
export function checkStartRequest(request: unknown): StartRequest {
  const { stateMachineArn, name, input = '{}' } = parseRequest(startRequest, 'StartExecution', request);
  if (name !== undefined) checkName(name);
  checkInput(input);
  return { stateMachineArn, name: name ?? randomUUID(), input };
}

function checkName(name: string): void {
  if (name.length >= 1 && name.length <= 80 && !FORBIDDEN_IN_NAME.test(name)) return;
  throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
}

function checkInput(input: string): void {
  if (Buffer.byteLength(input) > MAXIMUM_INPUT_BYTES) {
    throw new ServiceError('InvalidExecutionInput', 'The input is over the limit of 262144 bytes.');
  }
  try {
    JSON.parse(input);
  } catch (error) {
    throw new ServiceError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${String(error)}'`);
  }
}
