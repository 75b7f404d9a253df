import { BuildCache } from './build-cache.ts';
import { bundleFunctions } from './bundles.ts';

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

/**
 * Bundles all functions, unless these very sources were bundled before: bundling takes most of the time of a local
 * start.
 * @returns the directory of the bundles
 */
export function bundleOnce(): string {
  const cache = new BuildCache('bundles', bundledFrom);
  if (!cache.isBuilt) {
    const draft = cache.draft();
    bundleFunctions(draft);
    cache.keep(draft);
  }
  return cache.directory;
}
