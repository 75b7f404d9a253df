import { expect, test } from 'vitest';
import { runWorld } from './run-world.ts';
import type { Step } from './step.ts';
import { Tally } from './tally.ts';
import { worldOf } from './world.ts';

/** Each step is taken alone. */
function oneByOne(...steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, { do: 'rest' as const }]);
}

test('two steps that draw the same numbers are one request, and its repeat', { timeout: 60_000 }, async () => {
  const { settings } = worldOf(1, 0, { steps: 1, severity: 'mild', killsPerMille: 0, orchestration: 'standard' });
  const adjust: Step = { do: 'adjust', item: 0, delta: 7, key: 9 };
  const order: Step = { do: 'order', buyer: 0, lines: [{ item: 0, quantity: 1 }], method: 'pm_card_visa', key: 9 };
  const steps = oneByOne(adjust, { ...adjust, delta: 30 }, adjust, order, order);
  const items = [{ units: 5, price: 100, restockThreshold: 0, hot: false }];
  const { violations } = await runWorld({ settings, items, steps }, new Tally());
  expect(violations).toEqual([]);
});
