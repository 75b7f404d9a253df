import { expect, test } from 'vitest';
import { fuzz } from '../fuzz/fuzz.ts';
import { testLawsAfterwards } from '../support/laws.ts';
import { useShop } from '../support/use-shop.ts';

const shop = useShop({ SWEEP_SECONDS: 1 });

/** A share of `npm run fuzz`, with a seed of its own each time; give the one that failed to see it again. */
const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);

test(`hostile requests are refused, and write nothing (FUZZ_SEED=${seed})`, { timeout: 120_000 }, async () => {
  const { outcomes, findings } = await fuzz({ shop: shop(), seed, count: 800 });
  expect(findings).toEqual([]);
  expect(outcomes.size).toBeGreaterThan(20);
});

testLawsAfterwards(shop);
