import { expect, test } from 'vitest';
import { checkThenRemove, type Stock, type Tally } from '../../bin/local/comparison/check-then-remove.ts';
import { rulesIn, ruleText } from '../../console/faults/codec.ts';
import { hitsByPreset } from '../../console/faults/faults-by-preset.ts';
import { presets } from '../../console/faults/presets.ts';
import { comparisonTally } from '../../console/race/codec.ts';
import { faultPlan } from '../../local/faults/plan.ts';

function shelf(units: number): Stock & { available: number } {
  return {
    available: units,
    async read() {
      return this.available;
    },
    async write(available) {
      this.available = available;
    },
  };
}

test('check-then-remove sells the last unit to everybody who looks before the first has paid', async () => {
  const stock = shelf(1);
  const tally: Tally = { checking: 0, confirmed: 0, refused: 0, declined: 0, paid: 0 };
  const money = Promise.withResolvers<boolean>();
  const early = [1, 2, 3].map(() => checkThenRemove(stock, () => money.promise, tally));
  const declined = checkThenRemove(stock, async () => false, tally);
  await declined;
  money.resolve(true);
  await Promise.all(early);
  await checkThenRemove(stock, async () => true, tally);
  expect(tally).toEqual({ checking: 0, confirmed: 0, refused: 1, declined: 1, paid: 3 });
  expect(stock.available).toBe(0);
});

test('the tally of the comparison counts those who have not come yet as under way', () => {
  const told = { units: 1, checking: 0, confirmed: 1, refused: 2, declined: 1, paid: 3, oversold: 2 };
  expect(comparisonTally(told, 10)).toEqual({ waiting: 4, taken: 3, refused: 2, putBack: 1, oversold: 2 });
  expect(() => comparisonTally({ ...told, paid: 'many' }, 10)).toThrow('no paid');
});

test('the local run takes every fault that the console offers, and tells it so that it is found again', () => {
  const plan = faultPlan.parse({ seed: 1, rules: presets.map(({ rule }) => rule) });
  const report = { seed: '1', rules: plan.rules.map((rule, index) => ({ rule, seen: 9, hits: index })) };
  const hits = hitsByPreset(rulesIn(JSON.parse(JSON.stringify(report))));
  expect([...hits]).toEqual(presets.map(({ id }, index) => [id, index]));
  expect(new Set(presets.map(({ rule }) => ruleText(rule))).size).toBe(presets.length);
  expect(() => rulesIn({ rules: [{ rule: {} }] })).toThrow('without its hits');
});
