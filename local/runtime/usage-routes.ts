import { type HttpRequest, type HttpResponse, jsonResponse } from '../gateway/http-message.ts';
import type { Usage } from '../usage/usage.ts';
import type { LocalRoute } from './local-routes.ts';

const path = '/_local/usage';

/** Tells the units that AWS would have billed, and begins to count anew. `?details` tells them by table and function. */
export function usageRoutes(usage: Usage): LocalRoute[] {
  return [
    { method: 'GET', path, handle: (request) => jsonResponse(200, answerOf(usage, request)) },
    {
      method: 'DELETE',
      path,
      handle: (): HttpResponse => {
        usage.reset();
        return jsonResponse(200, usage.units);
      },
    },
  ];
}

function answerOf({ units, details }: Usage, { query }: HttpRequest): object {
  return new URLSearchParams(query).has('details') ? { ...units, details } : units;
}
