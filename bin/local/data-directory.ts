import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StartError } from './settings.ts';

/**
 * Makes the data directory ready.
 * @returns its absolute path
 * @throws StartError if it cannot be written
 */
export function prepareDataDirectory(directory: string): string {
  const path = resolve(directory);
  try {
    mkdirSync(path, { recursive: true });
    const probe = join(path, '.writable');
    writeFileSync(probe, '');
    rmSync(probe);
    return path;
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? error.code : error;
    throw new StartError(`DATA_DIR ${path} cannot be written (${reason}): set DATA_DIR to a directory of your own`);
  }
}
