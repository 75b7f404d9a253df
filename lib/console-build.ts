import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BuildCache } from './build-cache.ts';
import { projectDirectory } from './bundles.ts';

const builtFrom = ['client', 'console', 'package-lock.json', 'tsconfig.json'];

/**
 * Builds the console, unless these very sources were built before. Vite has a process of its own, so that its memory
 * goes with it and nobody else waits.
 * @returns the directory of its files
 */
export async function buildConsoleOnce(): Promise<string> {
  const cache = new BuildCache('console', builtFrom);
  if (!cache.isBuilt) {
    const draft = cache.draft();
    const vite = join(projectDirectory, 'node_modules', 'vite', 'bin', 'vite.js');
    const options = ['build', 'console', '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn'];
    await promisify(execFile)(process.execPath, [vite, ...options], { cwd: projectDirectory });
    cache.keep(draft);
  }
  return cache.directory;
}
