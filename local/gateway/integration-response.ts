import * as z from 'zod';
import { gatewayMessage, type HttpResponse, jsonResponse } from './http-message.ts';

const headerValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const structured = z.looseObject({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), headerValue).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** What the gateway answers when a function fails or answers nonsense. */
export const internalServerError = gatewayMessage(500, 'Internal Server Error');

/**
 * The response that a function's result stands for, payload format 2.0: a result without `statusCode` is a JSON body.
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function integrationResponse(result: unknown): HttpResponse {
  if (typeof result !== 'object' || result === null || !('statusCode' in result)) return inferred(result);
  const parsed = structured.safeParse(result);
  if (!parsed.success) return internalServerError;
  const { statusCode, headers, cookies, body, isBase64Encoded } = parsed.data;
  const named = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
  return {
    status: statusCode,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      ...Object.fromEntries(named),
      ...(cookies && cookies.length > 0 ? { 'set-cookie': cookies } : {}),
    },
    body: isBase64Encoded ? Buffer.from(body ?? '', 'base64') : (body ?? ''),
  };
}

function inferred(result: unknown): HttpResponse {
  if (typeof result === 'string') return { ...jsonResponse(200, null), body: result };
  return jsonResponse(200, result);
}
