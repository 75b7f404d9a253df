import { type HttpResponse, jsonResponse } from './http-message.ts';

/** An error of a local route, as RFC 9457 describes it. */
export function problem(status: number, code: string, detail: string, more: object = {}): HttpResponse {
  const body = { type: 'about:blank', title: code.replaceAll('_', ' '), status, detail, code, ...more };
  return jsonResponse(status, body, { 'content-type': 'application/problem+json' });
}
