/** A route that matched, and the values of its path parameters, decoded. */
export type RouteMatch<Route> = { readonly route: Route; readonly pathParameters: Readonly<Record<string, string>> };

type Entry<Route> = { readonly method: string; readonly segments: readonly string[]; readonly route: Route };

/**
 * Finds the most specific route for a request: of literal segments, parameters and a greedy parameter the former
 * win over the latter, from left to right; then a method over `ANY`; and last of all `$default`.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 */
export class RouteTable<Route extends { readonly routeKey: string }> {
  readonly #entries: readonly Entry<Route>[];
  readonly #default: Route | undefined;

  constructor(routes: readonly Route[]) {
    this.#default = routes.find((route) => route.routeKey === '$default');
    this.#entries = routes
      .filter((route) => route.routeKey !== '$default')
      .map(entryOf)
      .sort(bySpecificity);
  }

  /**
   * @param path the path as it was sent, percent-encoded
   * @throws URIError if a path parameter is not well encoded
   */
  match(method: string, path: string): RouteMatch<Route> | undefined {
    const segments = path.split('/').slice(1);
    for (const entry of this.#entries) {
      if (entry.method !== method && entry.method !== 'ANY') continue;
      const pathParameters = matchSegments(entry.segments, segments);
      if (pathParameters !== undefined) return { route: entry.route, pathParameters };
    }
    return this.#default && { route: this.#default, pathParameters: {} };
  }
}

function entryOf<Route extends { readonly routeKey: string }>(route: Route): Entry<Route> {
  const [method = '', path = ''] = route.routeKey.split(' ');
  return { method, segments: path.split('/').slice(1), route };
}

function matchSegments(template: readonly string[], path: readonly string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, segment] of template.entries()) {
    const actual = path[index];
    const name = /^\{([^}+]+)(\+?)\}$/.exec(segment);
    if (actual === undefined) return undefined;
    if (name?.[1] !== undefined && name[2] === '+') {
      parameters[name[1]] = decodeURIComponent(path.slice(index).join('/'));
      return parameters;
    }
    if (name?.[1] !== undefined && actual !== '') parameters[name[1]] = decodeURIComponent(actual);
    else if (segment !== actual) return undefined;
  }
  return template.length === path.length ? parameters : undefined;
}

function bySpecificity(left: Entry<unknown>, right: Entry<unknown>): number {
  for (const [index, segment] of left.segments.entries()) {
    const difference = rank(segment) - rank(right.segments[index] ?? '');
    if (difference !== 0) return difference;
  }
  return (left.method === 'ANY' ? 1 : 0) - (right.method === 'ANY' ? 1 : 0);
}

function rank(segment: string): number {
  if (!segment.startsWith('{')) return 0;
  return segment.endsWith('+}') ? 2 : 1;
}
