import * as z from 'zod';
import type { EventBuses } from '../events/bus.ts';
import { type HttpRequest, type HttpResponse, jsonResponse } from '../gateway/http-message.ts';
import { problem } from '../gateway/problem.ts';
import { tryParseJson } from '../json.ts';
import { describeIssues } from '../parse.ts';
import type { Pending } from '../ports.ts';
import type { LocalRoute } from './local-routes.ts';

const afterParameter = z.coerce.number().int().min(0);
const settleRequest = z.strictObject({ timeoutSeconds: z.number().min(0).max(3600).default(30) });

export type StatusRoutesOptions = {
  readonly buses: EventBuses;
  /** The bus that `GET /_local/events` shows. */
  readonly busName: string;
  /** Waits until nothing is pending; answers what still is at the timeout. */
  readonly settle: (timeoutSeconds: number) => Promise<readonly Pending[]>;
  readonly countDeadLetters: () => number;
};

/** Shows what the bus delivered, and waits for the system to come to rest. */
export function statusRoutes(options: StatusRoutesOptions): LocalRoute[] {
  return [
    { method: 'GET', path: '/_local/events', handle: (request) => answerEvents(options, request) },
    { method: 'POST', path: '/_local/settle', handle: (request) => answerSettle(options, request) },
  ];
}

function answerEvents({ buses, busName }: StatusRoutesOptions, request: HttpRequest): HttpResponse {
  const after = afterParameter.safeParse(new URLSearchParams(request.query).get('after') ?? 0);
  if (!after.success) return problem(400, 'invalid_request', 'after must be the number of an event, or 0');
  const items = buses.eventsAfter(after.data, busName);
  return jsonResponse(200, { items, last: items.at(-1)?.n ?? after.data });
}

async function answerSettle(options: StatusRoutesOptions, request: HttpRequest): Promise<HttpResponse> {
  const body = request.body.length === 0 ? {} : tryParseJson(request.body.toString('utf8'));
  const parsed = settleRequest.safeParse(body);
  if (!parsed.success) return problem(400, 'invalid_request', describeIssues(parsed.error.issues));
  const pending = await options.settle(parsed.data.timeoutSeconds);
  if (pending.length === 0) return jsonResponse(200, { deadLetters: options.countDeadLetters() });
  return problem(504, 'not_settled', `Still pending: ${pending.join('; ')}`, { pending });
}
