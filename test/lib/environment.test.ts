import { afterEach, expect, test, vi } from 'vitest';
import { functionDeclarations } from '../../lib/declarations.ts';

const declared = Object.entries(functionDeclarations).map(
  ([name, { entry, environment }]) => ({ name, entry, environment }) as const,
);
const variables = new Set(declared.flatMap(({ environment }) => [...environment]));

/** Loads a function as Lambda does when it starts, with these variables and no others of ours. */
async function start(entry: string, environment: readonly string[]): Promise<unknown> {
  vi.resetModules();
  for (const name of variables) vi.stubEnv(name, environment.includes(name) ? '1' : undefined);
  const [, folder, file] = entry.replace(/\.ts$/, '').split('/');
  return import(`../../functions/${folder}/${file}.ts`);
}

afterEach(() => {
  vi.unstubAllEnvs();
});

test.each(declared)('$name starts with the environment that it is given', async ({ entry, environment }) => {
  expect(await start(entry, environment)).toHaveProperty('handler');
});

const needs = declared.flatMap(({ name, entry, environment }) =>
  environment.map((missing) => ({ name, missing, entry, rest: environment.filter((other) => other !== missing) })),
);

test.each(needs)('$name does not start without $missing', async ({ entry, missing, rest }) => {
  await expect(start(entry, rest)).rejects.toThrow(missing);
});
