import * as z from 'zod';
import type { Recording } from '../faults/recording.ts';
import type { HttpRequest, HttpResponse } from '../gateway/http-message.ts';
import { jsonResponse } from '../gateway/http-message.ts';
import { problem } from '../gateway/problem.ts';
import { tryParseJson } from '../json.ts';
import { describeIssues } from '../parse.ts';
import type { LocalRoute } from './local-routes.ts';

const path = '/_local/work';

const recordingRequest = z.strictObject({ limit: z.int().min(0).max(100_000).default(10_000) });
const afterParameter = z.coerce.number().int().min(0);

/** Begins, tells and ends the record of the work at which faults can strike. */
export function recordingRoutes(recording: Recording): LocalRoute[] {
  return [
    { method: 'PUT', path, handle: (request) => begin(recording, request) },
    { method: 'GET', path, handle: (request) => tell(recording, request) },
    {
      method: 'DELETE',
      path,
      handle: () => {
        recording.end();
        return jsonResponse(200, { items: [], last: recording.last, counts: [] });
      },
    },
  ];
}

function begin(recording: Recording, request: HttpRequest): HttpResponse {
  const body = request.body.length === 0 ? {} : tryParseJson(request.body.toString('utf8'));
  const parsed = recordingRequest.safeParse(body);
  if (!parsed.success) return problem(400, 'invalid_request', describeIssues(parsed.error.issues));
  recording.begin(parsed.data.limit);
  return jsonResponse(200, { items: [], last: recording.last, counts: [] });
}

function tell(recording: Recording, request: HttpRequest): HttpResponse {
  const query = new URLSearchParams(request.query);
  const after = afterParameter.safeParse(query.get('after') ?? 0);
  if (!after.success) return problem(400, 'invalid_request', 'after must be the number of a piece of work, or 0');
  const items = recording.workAfter(after.data, query.getAll('about'));
  return jsonResponse(200, { items, last: recording.last, counts: recording.counts });
}
