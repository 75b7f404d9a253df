import { errorsOf } from '../../bin/documents/openapi/document.ts';
import { type ComponentName, components } from '../../functions/http/components.ts';
import { operations } from '../../functions/http/operations.ts';
import { routes } from '../../functions/http/routes.ts';

export type ObservedAnswer = { readonly status: number; readonly contentType: string; readonly body: unknown };

const described = new Map(Object.entries(operations));
const schemas = new Map<string | undefined, (typeof components)[ComponentName]>(Object.entries(components));
const gatewayStatuses = new Set([400, 401, 413, 429, 431, 500, 503]);

/**
 * Holds an answer against what the OpenAPI document says of its route.
 * @param routeKey such as `GET /orders/{orderId}`
 * @throws when the document does not know the status, the code of the error, or the shape of the body
 */
export function checkDocumented(routeKey: string, { status, contentType, body }: ObservedAnswer): void {
  const operation = described.get(routeKey);
  const access = routes.find(({ method, path }) => `${method} ${path}` === routeKey)?.access;
  if (operation === undefined || access === undefined) return;
  if (gatewayStatuses.has(status) && components.GatewayMessage.safeParse(body).success) return;
  const problem = components.Problem.safeParse(body);
  if (contentType.startsWith('application/problem+json')) {
    const code = problem.data?.code;
    const isKnown = errorsOf(access, operation).some((known) => known === code);
    if (!isKnown) throw new Error(`${routeKey} answered ${status} ${code}, which is documented nowhere`);
    return;
  }
  const answer = operation.answers[status];
  if (answer === undefined) throw new Error(`${routeKey} answered ${status}, which is documented nowhere`);
  const result = schemas.get(answer.schema)?.safeParse(body);
  if (result?.success === false) throw new Error(`${routeKey} answered otherwise than documented: ${result.error}`);
}

/** The route that a request is for; `undefined` for what no route answers. */
export function routeKeyOf(method: string, path: string): string | undefined {
  const route = routes.find((candidate) => {
    const pattern = candidate.path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/?]+');
    return candidate.method === method && new RegExp(`^${pattern}(\\?.*)?$`).test(path);
  });
  return route === undefined ? undefined : `${route.method} ${route.path}`;
}
