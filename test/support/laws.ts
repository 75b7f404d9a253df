import { expect, test } from 'vitest';
import { readBooks } from './books.ts';
import type { Shop } from './shop.ts';
import { violations } from './violations.ts';

export { sumOf, violations } from './violations.ts';

/** Waits until the shop is quiet; then nothing has failed for good, and every law holds. */
export async function expectLaws(shop: Shop): Promise<void> {
  expect(await shop.client.settle()).toBe(0);
  expect(violations(await readBooks(shop))).toEqual([]);
}

/** The last test of a file. */
export function testLawsAfterwards(shop: () => Shop): void {
  test('and once all is quiet, every law holds', () => expectLaws(shop()));
}
