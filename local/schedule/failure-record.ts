import * as z from 'zod';
import { tryParseJson } from '../json.ts';
import type { FunctionError } from '../ports.ts';
import type { Invocation } from './invocation-store.ts';

/**
 * What Lambda sends to a destination on failure.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
export function failureRecord(invocation: Invocation, error: FunctionError, condition: string, now: number): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    requestContext: {
      requestId: invocation.requestId,
      functionArn: `${invocation.functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: invocation.failures,
    },
    requestPayload: JSON.parse(invocation.payload),
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: error.errorType, errorMessage: error.errorMessage },
  });
}

const failed = z.looseObject({
  requestContext: z.looseObject({ functionArn: z.string() }),
  // A stream's records tell where they stand, and have no payload.
  requestPayload: z.unknown().refine((payload) => payload !== undefined),
});

/** The call that a destination was told of; undefined for any other message. */
export function failedInvocation(message: string): Pick<Invocation, 'functionArn' | 'payload'> | undefined {
  const parsed = failed.safeParse(tryParseJson(message));
  if (!parsed.success) return undefined;
  const { requestContext, requestPayload } = parsed.data;
  return {
    functionArn: requestContext.functionArn.replace(/:\$LATEST$/, ''),
    payload: JSON.stringify(requestPayload),
  };
}
