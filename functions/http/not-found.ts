import { Problem } from './problem.ts';
import { answering } from './respond.ts';
import { routes } from './routes.ts';

/** What no route answers: an unknown path, or a known one by another method. */
export const handler = answering(async (request) => {
  const { method, path } = request.requestContext.http;
  const allowed = routes.filter((route) => pattern(route.path).test(path)).map((route) => route.method);
  if (allowed.length === 0) throw new Problem('not_found', `There is nothing at ${path}.`);
  const allow = [...new Set(allowed)].join(', ');
  throw new Problem('method_not_allowed', `${path} takes ${allow}, and not ${method}.`, [], { allow });
});

function pattern(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);
}
