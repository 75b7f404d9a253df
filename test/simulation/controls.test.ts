import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controls } from './controls/controls.ts';
import { silentControls } from './controls/silent.ts';
import { tryControl, worldOf } from './controls/try-control.ts';
import { Workers } from './workers/workers.ts';

let workers: Workers;
beforeAll(() => {
  workers = new Workers(1);
});
afterAll(() => workers.stop());

const seed = 'control';
const maximumOrders = 2_000;

/** `npm run controls` takes away all the others as well. */
const quick = controls.filter(({ isQuick }) => isQuick);

describe('a safeguard that is taken away is missed', () => {
  test.each(quick)('$name: $without', async (control) => {
    const { noticed } = await tryControl(workers, control, seed, maximumOrders);
    const again = `again: npm run controls -- ${control.name} --seed ${seed} --orders ${maximumOrders}`;
    expect(control.breaks, again).toContain(noticed?.violation.law);
    const intact = await workers.run(worldOf(control, noticed?.seed ?? ''));
    expect(intact.violations, `with the safeguard in place; ${again}`).toEqual([]);
  });
});

const root = join(import.meta.dirname, '..', '..');

test.each([...controls, ...silentControls])('what $name takes away is there, once', ({ mutations }) => {
  for (const { file, find } of mutations) {
    expect(readFileSync(join(root, file), 'utf8').split(find), `${file}: ${find}`).toHaveLength(2);
  }
});

test('a control that finds nothing to take away fails loudly', async () => {
  const gone = { file: 'domain/lines.ts', find: 'what is not there', replace: '' };
  await expect(workers.run({ seed: 'gone', orders: 1, mutations: [gone], conditions: {} })).rejects.toThrow(
    'domain/lines.ts has 0 times what a control takes away',
  );
});
