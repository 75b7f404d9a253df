import type { IncomingMessage } from 'node:http';
import * as z from 'zod';

/** The request of `Invoke`, with its payload as JSON text. */
export type InvokeRequest = {
  readonly FunctionName: string;
  readonly InvocationType: string;
  readonly Payload: string;
};

/**
 * Lambda alone is asked over paths and headers: reads an invocation; undefined for every other request.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function readInvoke({ method, url, headers }: IncomingMessage, body: Buffer): InvokeRequest | undefined {
  const [, name] = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(?:\?|$)/.exec(url ?? '') ?? [];
  if (method !== 'POST' || name === undefined) return undefined;
  return {
    FunctionName: decodeURIComponent(name),
    InvocationType: String(headers['x-amz-invocation-type'] ?? 'RequestResponse'),
    Payload: body.toString('utf8'),
  };
}

const output = z.object({ Payload: z.string(), FunctionError: z.string().optional() });

/** The answer on the wire: the payload alone is the body, and a header says that it is an error. */
export function invokeAnswer(answered: unknown) {
  const { Payload, FunctionError } = output.parse(answered);
  const executed = { 'x-amz-executed-version': '$LATEST' };
  const extraHeaders = FunctionError === undefined ? executed : { ...executed, 'x-amz-function-error': FunctionError };
  return { status: 200, body: Payload, extraHeaders };
}
