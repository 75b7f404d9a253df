import * as z from 'zod';
import { parseRequest } from '../parse.ts';
import { type FunctionInvoker, ServiceError } from '../ports.ts';
import { arnOf } from '../template/pseudo-parameters.ts';

const invokeRequest = z.strictObject({
  /** A name or an ARN. */
  FunctionName: z.string(),
  InvocationType: z.literal('RequestResponse', 'the local run knows no other invocation'),
  /** JSON text. */
  Payload: z.string(),
});

/** Refusals of Lambda itself, which are no error of the function. */
const REFUSALS = new Set(['ResourceNotFoundException', 'RequestTooLargeException', 'TooManyRequestsException']);

/** The API of Lambda over the local functions: `Invoke`, as far as callers wait for the answer. */
export class LambdaApi {
  readonly #functions: FunctionInvoker;

  constructor(functions: FunctionInvoker) {
    this.#functions = functions;
  }

  /** @throws ServiceError of the operation; `UnsupportedOperation` for one that the local run does not have */
  async call(operation: string, input: unknown): Promise<unknown> {
    if (operation === 'Invoke') return this.#invoke(input);
    throw new ServiceError('UnsupportedOperation', `Lambda ${operation} is not supported by the local run.`);
  }

  async #invoke(input: unknown): Promise<{ readonly Payload: string; readonly FunctionError?: string }> {
    const { FunctionName, Payload } = parseRequest(invokeRequest, 'Invoke', input);
    const arn = FunctionName.startsWith('arn:') ? FunctionName : arnOf('lambda', `function:${FunctionName}`);
    const result = await this.#functions.invoke(arn.replace(/:\$LATEST$/u, ''), parsed(Payload));
    if (result.ok) return { Payload: JSON.stringify(result.payload ?? null) };
    const { error } = result;
    if (REFUSALS.has(error.errorType)) throw new ServiceError(error.errorType, error.errorMessage);
    return { Payload: JSON.stringify(error), FunctionError: 'Unhandled' };
  }
}

/** An invocation without a payload has an empty object for its event. */
function parsed(payload: string): unknown {
  if (payload === '') return {};
  try {
    return JSON.parse(payload);
  } catch {
    throw new ServiceError('InvalidRequestContentException', 'Could not parse request body into json');
  }
}
