import { rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, buildSync } from 'esbuild';
import { functionDeclarations } from './declarations.ts';

export const projectDirectory = dirname(dirname(fileURLToPath(import.meta.url)));

/** How one module is made of many. */
export const bundleOptions = {
  absWorkingDir: projectDirectory,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // The SDK ships both kinds of module; only the ESM ones can be shaken.
  mainFields: ['module', 'main'],
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** Modules of the SDK that are more than a function needs, and what stands for them. */
const leanModules = {
  '@aws-sdk/credential-provider-node': join(projectDirectory, 'adapters', 'environment-credentials.ts'),
};

/**
 * Bundles all functions in one call: `<outputDirectory>/<name>/index.mjs`, each alone in its folder, so that the hash
 * of the folder is that of the function. The same sources always give the same bytes. What stood there is removed.
 * @returns the files that they are made of, relative to the project
 */
export function bundleFunctions(outputDirectory: string): string[] {
  rmSync(outputDirectory, { recursive: true, force: true });
  const { metafile } = buildSync({
    ...bundleOptions,
    alias: leanModules,
    entryPoints: Object.entries(functionDeclarations).map(([name, { entry }]) => ({ in: entry, out: `${name}/index` })),
    outdir: resolve(outputDirectory),
    outExtension: { '.js': '.mjs' },
    metafile: true,
  });
  return Object.keys(metafile.inputs);
}
