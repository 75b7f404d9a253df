import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as z from 'zod/mini';

const measured = z.object({
  loadMilliseconds: z.number(),
  callMilliseconds: z.number(),
  processorMilliseconds: z.number(),
  answer: z.optional(z.unknown()),
});

/** One cold start: how long the module took to load and its first call to answer, and the processor time of both. */
export type ColdStart = z.infer<typeof measured>;

/** Loads a module in a process of its own and calls its handler once. What the handler writes is thrown away. */
export async function startCold(
  modulePath: string,
  event: unknown,
  environment: Readonly<Record<string, string>>,
): Promise<ColdStart> {
  const child = fork(join(import.meta.dirname, 'child.ts'), [modulePath, JSON.stringify(event)], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaints = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  let told: unknown;
  child.once('message', (message) => {
    told = message;
  });
  const [code] = await once(child, 'close');
  if (code !== 0 || told === undefined)
    throw new Error(`${modulePath} did not answer (${code}).\n${shortened(complaints)}`);
  return measured.parse(told);
}

/** Of an error in a bundle, Node shows the line: all of it. */
function shortened(text: string): string {
  return text
    .split('\n')
    .map((line) => line.slice(0, 200))
    .join('\n');
}
