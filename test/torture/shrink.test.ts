import { expect, test } from 'vitest';
import { shrink, worldAt } from './shrink.ts';
import { inWords, type Step } from './step.ts';
import { type Climate, worldOf } from './world.ts';

const climate: Climate = { steps: 300, severity: 'harsh', killsPerMille: 20, orchestration: 'standard' };
const world = worldOf(7, 0, climate);

/** A shop that breaks once it is killed after somebody has cancelled. */
async function breaksWhenKilled({ steps }: { readonly steps: readonly Step[] }): Promise<string[]> {
  const cancelled = steps.findIndex((step) => step.do === 'cancel' && step.by === 'staff');
  const killed = steps.findLastIndex((step) => step.do === 'kill');
  return cancelled >= 0 && cancelled < killed ? ['It broke'] : [];
}

test('a failing world is shrunk to the steps that matter, and these are found again by their path', async () => {
  expect(await breaksWhenKilled(world)).toEqual(['It broke']);
  const shrunk = await shrink(world, climate, ['It broke'], { run: breaksWhenKilled, deadline: Date.now() + 60_000 });
  expect(shrunk.steps.map(inWords)).toEqual([
    expect.stringMatching(/^staff cancels the order just before/),
    'SIGKILL after 0 ms, and a new start',
  ]);
  expect(shrunk.violations).toEqual(['It broke']);
  expect((await worldAt(world, climate, shrunk.path)).steps).toEqual(shrunk.steps);
});

test('a failure that is not seen again keeps all its steps', async () => {
  const shrunk = await shrink(world, climate, ['Once'], { run: async () => [], deadline: Date.now() + 60_000 });
  expect(shrunk).toMatchObject({ steps: world.steps, violations: ['Once'] });
});

test('no world is tried once the time is over', async () => {
  const shrunk = await shrink(world, climate, ['Seen'], { run: breaksWhenKilled, deadline: Date.now() - 1 });
  expect(shrunk.steps).toEqual(world.steps);
});

test('a seed and a number are the same world for ever, and another seed or number another one', () => {
  expect(worldOf(7, 0, climate)).toEqual(world);
  expect(worldOf(7, 1, climate)).not.toEqual(world);
  expect(worldOf(8, 0, climate)).not.toEqual(world);
});
