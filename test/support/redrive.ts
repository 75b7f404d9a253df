import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import type { Shop } from './shop.ts';

const projectDirectory = join(import.meta.dirname, '..', '..');

/** Starts `npm run redrive` against a shop, as npm does. */
export function spawnRedrive(environment: NodeJS.ProcessEnv, parameters: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['bin/redrive.ts', ...parameters], {
    cwd: projectDirectory,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export type Ran = { readonly code: number | null; readonly output: string; readonly errors: string };

export async function runRedrive(environment: NodeJS.ProcessEnv, parameters: readonly string[]): Promise<Ran> {
  const child = spawnRedrive(environment, parameters);
  if (child.stdout === null || child.stderr === null) throw new Error('The command has no output');
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: child.exitCode, output, errors };
}

const report = z.object({
  place: z.string(),
  hidden: z.int(),
  items: z.array(
    z.object({
      kind: z.string(),
      where: z.string(),
      id: z.string(),
      orderId: z.optional(z.string()),
      what: z.string(),
      why: z.string(),
      body: z.optional(z.string()),
      outcome: z.optional(z.enum(['redriven', 'nothing_to_do', 'left'])),
      detail: z.optional(z.string()),
    }),
  ),
});

export type Report = z.infer<typeof report> & Ran;

/** Runs the command with `--json`; it says nothing on stderr unless it has to read a table. */
export async function redrive(shop: Shop, ...parameters: readonly string[]): Promise<Report> {
  const ran = await runRedrive({ BASE_URL: shop.run.url }, [...parameters, '--json']);
  if (ran.output === '') throw new Error(`The command failed: ${ran.errors}`);
  return { ...ran, ...report.parse(JSON.parse(ran.output)) };
}

const stackSchema = z.object({ endpoint: z.string(), region: z.string(), outputs: z.record(z.string(), z.string()) });

/** Where a shop's services of AWS are, and what its stack is made of. */
export async function stackOf(shop: Shop) {
  const { body } = await shop.client.send({ path: '/_local/stack' });
  const { endpoint, region, outputs } = stackSchema.parse(body);
  const credentials = { accessKeyId: 'platform', secretAccessKey: 'local' };
  const output = (name: string) => {
    const value = outputs[name];
    if (value === undefined) throw new Error(`The stack has no output ${name}`);
    return value;
  };
  return { configuration: { endpoint, region, credentials }, outputs, output };
}

export type StackOfShop = Awaited<ReturnType<typeof stackOf>>;
