import type { Faults } from '../faults/faults.ts';
import { faultPlan } from '../faults/plan.ts';
import type { HttpRequest, HttpResponse } from '../gateway/http-message.ts';
import { jsonResponse } from '../gateway/http-message.ts';
import { problem } from '../gateway/problem.ts';
import type { LocalRoute } from './local-routes.ts';

const path = '/_local/faults';

/** Sets, tells and ends the faults that are injected. */
export function faultRoutes(faults: Faults): LocalRoute[] {
  return [
    { method: 'PUT', path, handle: (request) => setFaults(faults, request) },
    { method: 'GET', path, handle: () => jsonResponse(200, faults.report) },
    {
      method: 'DELETE',
      path,
      handle: () => {
        faults.set({ seed: 0, rules: [] });
        return jsonResponse(200, faults.report);
      },
    },
  ];
}

function setFaults(faults: Faults, request: HttpRequest): HttpResponse {
  const plan = faultPlan.safeParse(parsed(request));
  if (!plan.success) {
    const errors = plan.error.issues.map((issue) => ({ pointer: `/${issue.path.join('/')}`, detail: issue.message }));
    return problem(400, 'invalid_request', 'These are no faults that can be injected.', { errors });
  }
  faults.set(plan.data);
  return jsonResponse(200, faults.report);
}

/** What is no JSON is no plan either, and is refused as one. */
function parsed(request: HttpRequest): unknown {
  try {
    return JSON.parse(request.body.toString('utf8'));
  } catch {
    return undefined;
  }
}
