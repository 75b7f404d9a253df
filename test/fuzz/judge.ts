import { components } from '../../functions/http/components.ts';
import type { RawAnswer, RawRequest } from './raw-request.ts';

/** What the gateway answers before a handler runs; all other errors are problems. */
const gatewayStatuses = new Set([400, 401, 413, 429, 431]);

/** What is wrong with an answer; `undefined` when it is as promised. */
export function judge(request: RawRequest, answer: RawAnswer | 'hang' | 'closed'): string | undefined {
  if (answer === 'hang') return 'hangs';
  // A request whose length lies may end amid itself: then there is nobody to answer.
  if (answer === 'closed')
    return request.headers.some(([name]) => /^content-length$/i.test(name)) ? undefined : 'is closed without an answer';
  const { status, contentType, body } = answer;
  if (status >= 500) return `is answered ${status}: ${body.slice(0, 200)}`;
  if (status < 400 || request.method === 'HEAD') return undefined;
  const parsed = parse(body);
  if (contentType.startsWith('application/problem+json')) {
    const problem = components.Problem.safeParse(parsed);
    return problem.success && problem.data.status === status
      ? undefined
      : `is answered by no problem: ${body.slice(0, 200)}`;
  }
  const isOfGateway = gatewayStatuses.has(status) && components.GatewayMessage.safeParse(parsed).success;
  return isOfGateway ? undefined : `is answered ${status} with ${contentType}: ${body.slice(0, 200)}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Judged by its schema, which it does not have.
    return undefined;
  }
}
