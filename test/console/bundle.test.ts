import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { ConsoleFiles } from '../../bin/local/console/files.ts';
import { buildConsoleOnce } from '../../lib/console-build.ts';

const mostBytes = 150 * 1024;

const chunk = z.object({
  file: z.string(),
  isEntry: z.optional(z.boolean()),
  imports: z.optional(z.array(z.string())),
});
const manifestSchema = z.record(z.string(), chunk);

let directory = '';
beforeAll(async () => {
  directory = await buildConsoleOnce();
});

const read = (path: string) => readFileSync(join(directory, path));

/** The files of a chunk and of all that it needs before it runs. */
function scriptsOf(manifest: z.infer<typeof manifestSchema>, name: string, seen = new Set<string>()): Set<string> {
  const { file, imports = [] } = chunk.parse(manifest[name]);
  seen.add(file);
  for (const imported of imports) if (!seen.has(imported)) scriptsOf(manifest, imported, seen);
  return seen;
}

test('the first page is less than 150 KB of script, compressed', () => {
  const manifest = manifestSchema.parse(JSON.parse(read('.vite/manifest.json').toString()));
  const [entry = ''] = Object.entries(manifest).find(([, { isEntry }]) => isEntry) ?? [];
  const scripts = [...scriptsOf(manifest, entry)];
  const bytes = scripts.reduce((sum, path) => sum + gzipSync(read(path)).length, 0);
  console.info(`The first page is ${(bytes / 1024).toFixed(1)} KB of script, compressed`);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThan(mostBytes);
});

test('nothing is inline, so that the policy need not allow it', () => {
  const page = read('index.html').toString();
  expect(page).toContain('<script type="module"');
  expect(page.match(/<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|javascript:/i)).toBeNull();
});

test('every file is served under a policy that allows what it needs and nothing else', () => {
  const { status, headers } = new ConsoleFiles(directory).answer('');
  expect(status).toBe(200);
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
  expect(policy).not.toMatch(/unsafe|\*|https?:/);
});

test('an address of a page is answered with the page, and that of a file which is none with 404', () => {
  const files = new ConsoleFiles(directory);
  // A SKU may look like the name of a file.
  for (const path of ['', 'stock', 'orders/abc', 'stock/rope.10m', 'stock/a.js', '../package.json']) {
    expect([path, files.answer(path).headers['content-type']]).toEqual([path, 'text/html; charset=utf-8']);
  }
  expect(files.answer('assets/none.js').status).toBe(404);
});
