import type { HttpRequest, HttpResponse } from '../gateway/http-message.ts';
import { problem } from '../gateway/problem.ts';

/** A route of the local run alone, beside the API of the template. */
export type LocalRoute = {
  readonly method: string;
  /** Exact, or with `*` at its end for all paths that begin so. */
  readonly path: string;
  readonly handle: (request: HttpRequest) => HttpResponse | Promise<HttpResponse>;
};

/** All paths that begin so belong to the local run, whatever the template's routes are. */
const PREFIX = '/_local/';

/** Answers a request to a local route; undefined if it is for the API of the template. */
export async function answerLocally(
  routes: readonly LocalRoute[],
  request: HttpRequest,
): Promise<HttpResponse | undefined> {
  const here = routes.filter((route) => isAt(route.path, request.path));
  const route = here.find(({ method }) => method === request.method);
  if (route !== undefined) return route.handle(request);
  if (here.length > 0) {
    const allow = here.map(({ method }) => method).join(', ');
    const refusal = problem(405, 'method_not_allowed', `${request.path} takes ${allow}`);
    return { ...refusal, headers: { ...refusal.headers, allow } };
  }
  if (!request.path.startsWith(PREFIX)) return undefined;
  return problem(404, 'not_found', `There is no local route ${request.path}`);
}

function isAt(routePath: string, path: string): boolean {
  return routePath.endsWith('*') ? path.startsWith(routePath.slice(0, -1)) : routePath === path;
}
