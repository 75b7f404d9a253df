import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { testLawsAfterwards } from '../support/laws.ts';
import { useShop } from '../support/use-shop.ts';

const shop = useShop();

async function runDemo(baseUrl: string) {
  const child = spawn(process.execPath, ['bin/demo.ts'], {
    cwd: join(import.meta.dirname, '..', '..'),
    env: { ...process.env, BASE_URL: baseUrl },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: child.exitCode, output, errors };
}

test('the demo sells exactly 10 of 10 units to 200 buyers, and ends with the law checked', async () => {
  const { code, output, errors } = await runDemo(shop().run.url);
  expect(errors).toBe('');
  expect(code).toBe(0);
  expect(output).toMatch(/^ {2}200 buyers, 10 units +200 +10 +0 +190 +stock_rejected/m);
  expect(output).toMatch(/^ {2}holds {3}Conservation law/m);
  expect(output).not.toContain('BROKEN');
});

test.for([
  ['where nothing answers', 'http://127.0.0.1:9', /^Nothing answers at http:\/\/127\.0\.0\.1:9: run npm start/],
  ['at what is no URL', 'here', /^BASE_URL is here: set it to a URL/],
] as const)('the demo %s says in one line what to do, and fails', async ([, baseUrl, line]) => {
  const { code, errors } = await runDemo(baseUrl);
  expect(code).toBe(1);
  expect(errors.trim()).toMatch(line);
  expect(errors.trim().split('\n')).toHaveLength(1);
});

testLawsAfterwards(shop);
