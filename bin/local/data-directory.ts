import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { StartError } from './settings.ts';

/** Where the state of a run is kept. */
export type DataDirectory = { readonly path: string; readonly dispose: () => void };

/**
 * Makes the data directory ready.
 * @param name a path, or `:memory:` for a directory that is removed at the end
 * @throws StartError if it cannot be written
 */
export function prepareDataDirectory(name: string): DataDirectory {
  try {
    return name === ':memory:' ? temporaryDirectory() : keptDirectory(resolve(name));
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error;
    throw new StartError(`DATA_DIR ${name} cannot be written (${reason}): set DATA_DIR to a directory of your own`);
  }
}

function temporaryDirectory(): DataDirectory {
  const path = mkdtempSync(join(tmpdir(), 'holdfast-'));
  return { path, dispose: () => rmSync(path, { recursive: true, force: true }) };
}

function keptDirectory(path: string): DataDirectory {
  makeDirectory(path);
  const probe = join(path, '.writable');
  writeFileSync(probe, '');
  rmSync(probe);
  return { path, dispose: () => undefined };
}

/** Not by the recursive option of `mkdir`, which never ends where the file system denies that a parent exists. */
function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  makeDirectory(dirname(path));
  mkdirSync(path);
}
