import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { consoleHeaders } from '../../../lib/console-headers.ts';
import type { HttpResponse } from '../../../local/gateway/http-message.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
};

/** Where the files are that pages load. */
const assets = 'assets/';

/** The built console in memory: what is not among its files cannot be asked for. */
export class ConsoleFiles {
  readonly #bodies: ReadonlyMap<string, Buffer>;

  constructor(directory: string) {
    const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    this.#bodies = new Map(paths.map((path) => [relative(directory, path), readFileSync(path)]));
  }

  /** @param path below the console's; one of a page, which is no file, is answered with the page that shows them all */
  answer(path: string): HttpResponse {
    const name = this.#bodies.has(path) || path.startsWith(assets) ? path : 'index.html';
    const body = this.#bodies.get(name);
    const type = contentTypes[extname(name)];
    if (body === undefined || type === undefined) {
      return {
        status: 404,
        headers: { ...consoleHeaders, 'content-type': 'text/plain' },
        body: 'There is no such file',
      };
    }
    // The name of every other file changes with what is in it.
    const caching = name.startsWith(assets) ? 'public, max-age=31536000, immutable' : 'no-cache';
    return { status: 200, headers: { ...consoleHeaders, 'content-type': type, 'cache-control': caching }, body };
  }
}
