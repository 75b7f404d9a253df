import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { projectDirectory } from '../../bin/documents/documents.ts';
import { LocalRun } from '../support/local-run.ts';

/** The shell blocks below a heading of the README, as one script. */
function script(heading: string): string {
  const page = readFileSync(join(projectDirectory, 'README.md'), 'utf8');
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const blocks = [...section.matchAll(/```bash\n(.*?)```/gs)].map((match) => match[1] ?? '');
  if (blocks.length === 0) throw new Error(`The README has no shell block below ${heading}`);
  return blocks.join('\n');
}

/** What the script prints; it stops at the first command that fails. */
async function run(commands: string): Promise<string> {
  const shell = spawn('bash', ['-euo', 'pipefail', '-c', commands], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output, [code]] = await Promise.all([text(shell.stdout), once(shell, 'exit')]);
  if (code !== 0) throw new Error(`The script ended with ${code}, and printed: ${output}`);
  return output;
}

const hasCurl = spawnSync('curl', ['--version']).error === undefined;

describe.skipIf(!hasCurl)("the README's examples", () => {
  let localRun: LocalRun;
  beforeAll(async () => {
    localRun = await LocalRun.start();
  });
  afterAll(() => localRun?.stop());

  test('work as printed', async () => {
    const printed = script('The API by example');
    expect(printed).toContain('API=http://127.0.0.1:3000\n');
    const output = await run(printed.replace('API=http://127.0.0.1:3000', `API=${localRun.url}`));
    expect(output).toContain('Paid\nShipped\n');
    expect(output).toContain('cancelled_by_buyer\n8\n');
    expect(output).toContain('{"sku":"mug-blue","available":8,"reserved":0,"sold":2,"onHand":8}');
  });
});
