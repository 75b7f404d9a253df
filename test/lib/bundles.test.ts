import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundledFrom, bundleOnce } from '../../lib/bundle-cache.ts';
import { bundleFunctions } from '../../lib/bundles.ts';
import { functionDeclarations } from '../../lib/declarations.ts';

const directory = mkdtempSync(join(tmpdir(), 'holdfast-bundles-'));
const names = Object.keys(functionDeclarations);

function bundle(name: string): string {
  return readFileSync(join(directory, name, 'index.mjs'), 'utf8');
}

let inputs: readonly string[] = [];
beforeAll(() => {
  inputs = bundleFunctions(directory);
});
afterAll(() => rmSync(directory, { recursive: true }));

test.each(names)('%s is one module, without a source map and without requiring another', (name) => {
  expect(readdirSync(join(directory, name))).toEqual(['index.mjs']);
  expect(bundle(name)).toMatch(/export\{.*\bhandler\b.*\}/s);
  expect(bundle(name)).not.toContain('sourceMappingURL');
  expect(bundle(name)).not.toContain('Dynamic require of');
});

test('no bundle holds ways to credentials that a function does not have', () => {
  const chain = inputs.filter((input) => /credential-provider-(node|ini|sso|process|imds|login)\//.test(input));
  expect(chain).toEqual([]);
  expect(inputs).toContain('adapters/environment-credentials.ts');
});

/** What a function may weigh as it is deployed: compressed, as Lambda keeps and loads it. */
const mostBytes = 150_000;

test(`no bundle has more than ${mostBytes} bytes, compressed`, () => {
  const sizes = names.map((name) => ({ name, bytes: gzipSync(bundle(name)).length })).sort((a, b) => b.bytes - a.bytes);
  console.log(sizes.map(({ name, bytes }) => `${name.padEnd(26)}${String(bytes).padStart(8)}`).join('\n'));
  expect(sizes.filter(({ bytes }) => bytes > mostBytes)).toEqual([]);
});

test('the same sources give the same bytes', () => {
  const before = names.map(bundle);
  bundleFunctions(directory);
  expect(names.map(bundle)).toEqual(before);
});

test('bundles are made again when anything changes that they are made of', () => {
  const own = inputs.filter((input) => !input.startsWith('node_modules/'));
  expect(own.length).toBeGreaterThan(100);
  expect(own.filter((input) => !bundledFrom.includes(input.split('/')[0] ?? ''))).toEqual([]);
});

test('bundles of these sources are made once, and are those that are deployed', () => {
  const once = bundleOnce();
  expect(bundleOnce()).toBe(once);
  for (const name of names) expect(readFileSync(join(once, name, 'index.mjs'), 'utf8')).toBe(bundle(name));
});
