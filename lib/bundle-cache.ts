import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bundleFunctions, projectDirectory } from './bundles.ts';

/** Everything that bundles are made of, what makes them, and what that reads to know how. */
export const bundledFrom = [
  'adapters',
  'client',
  'docs',
  'domain',
  'functions',
  'lib',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
];

const cacheDirectory = join(projectDirectory, 'build', 'bundles');
const keptMilliseconds = 24 * 60 * 60 * 1_000;

/**
 * Bundles all functions, unless these very sources were bundled before: bundling takes most of the time of a local
 * start, and the same sources give the same bytes.
 * @returns the directory of the bundles
 */
export function bundleOnce(): string {
  const directory = join(cacheDirectory, digestOfSources());
  if (existsSync(directory)) return directory;
  mkdirSync(cacheDirectory, { recursive: true });
  removeOld();
  const fresh = mkdtempSync(`${directory}-`);
  bundleFunctions(fresh);
  try {
    renameSync(fresh, directory);
  } catch (error) {
    // Somebody else was first, with the same bytes.
    rmSync(fresh, { recursive: true });
    if (!existsSync(directory)) throw error;
  }
  return directory;
}

/** Bundles of other sources, but for those that may be in use. */
function removeOld(): void {
  for (const name of readdirSync(cacheDirectory)) {
    const path = join(cacheDirectory, name);
    if (Date.now() - statSync(path).mtimeMs > keptMilliseconds) rmSync(path, { recursive: true, force: true });
  }
}

function digestOfSources(): string {
  const hash = createHash('sha256');
  for (const path of bundledFrom.flatMap(filesIn)) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(projectDirectory, path)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 32);
}

/** The file itself, or all files of a folder, in a fixed order; paths relative to the project. */
function filesIn(path: string): string[] {
  const absolute = join(projectDirectory, path);
  if (!statSync(absolute).isDirectory()) return [path];
  const entries = readdirSync(absolute, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.map((file) => file.slice(projectDirectory.length + 1)).sort();
}
