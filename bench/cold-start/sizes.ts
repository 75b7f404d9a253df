import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What a function weighs as it is deployed, in bytes. */
export type Size = { readonly name: string; readonly bytes: number; readonly compressedBytes: number };

/** The heaviest first. */
export function sizesOf(bundles: string): Size[] {
  const sizes = readdirSync(bundles).map((name) => {
    const bundle = readFileSync(join(bundles, name, 'index.mjs'));
    return { name, bytes: bundle.length, compressedBytes: gzipSync(bundle).length };
  });
  return sizes.sort((one, other) => other.compressedBytes - one.compressedBytes);
}
