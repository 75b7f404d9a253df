import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controls } from './controls/controls.ts';
import { tryControl, worldOf } from './controls/try-control.ts';
import { Workers } from './workers/workers.ts';

let workers: Workers;
beforeAll(() => {
  workers = new Workers(1);
});
afterAll(() => workers.stop());

const maximumOrders = 6_000;

describe('a safeguard that is taken away is missed', () => {
  test.each(controls.filter(({ isRare }) => isRare === undefined))('$name: $without', async (control) => {
    const { noticed } = await tryControl(workers, control, 'control', maximumOrders);
    expect(noticed, 'nothing was noticed').toBeDefined();
    expect(control.breaks).toContain(noticed?.violation.law);
    const intact = await workers.run(worldOf(control, noticed?.seed ?? ''));
    expect(intact.violations, 'with the safeguard in place').toEqual([]);
  });
});

test('a control that finds nothing to take away fails loudly', async () => {
  const gone = { file: 'domain/lines.ts', find: 'what is not there', replace: '' };
  await expect(workers.run({ seed: 'gone', orders: 1, mutations: [gone], conditions: {} })).rejects.toThrow(
    'domain/lines.ts has 0 times what a control takes away',
  );
});
