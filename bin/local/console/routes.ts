import { buildConsoleOnce } from '../../../lib/console-build.ts';
import type { HttpRequest, HttpResponse } from '../../../local/gateway/http-message.ts';
import type { LocalRoute } from '../../../local/runtime/local-routes.ts';
import { ConsoleFiles } from './files.ts';

const prefix = '/console/';

/** Serves the web console. It is built when it is first asked for: a run that nobody looks at pays nothing for it. */
export function consoleRoutes(): LocalRoute[] {
  let files: Promise<ConsoleFiles> | undefined;
  const handle = async ({ path }: HttpRequest): Promise<HttpResponse> => {
    files ??= buildConsoleOnce().then((directory) => new ConsoleFiles(directory));
    try {
      return (await files).answer(path.slice(prefix.length));
    } catch (error) {
      // So that the next request builds it again, by then perhaps of sources that can be built.
      files = undefined;
      throw error;
    }
  };
  return [
    { method: 'GET', path: `${prefix}*`, handle },
    { method: 'GET', path: '/console', handle: () => ({ status: 308, headers: { location: prefix }, body: '' }) },
  ];
}
