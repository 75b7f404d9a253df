import { afterAll, afterEach, beforeAll } from 'vitest';
import type { LocalRunSettings } from './local-run.ts';
import { Shop } from './shop.ts';

/** Opens a shop for the tests of a file, and closes it after them; a test that fails shows what the run complained of. */
export function useShop(settings: LocalRunSettings = {}): () => Shop {
  let shop: Shop | undefined;
  beforeAll(async () => {
    shop = await Shop.open(settings);
  });
  afterEach(({ task }) => {
    if (task.result?.state === 'fail' && shop !== undefined) console.error(shop.run.problems);
  });
  afterAll(() => shop?.run.stop());
  return () => {
    if (shop === undefined) throw new Error('The shop is open only while tests run');
    return shop;
  };
}
