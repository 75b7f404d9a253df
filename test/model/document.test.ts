import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blocksOf, documentPath, withBlocks } from './document.ts';
import { everything } from './protocol/steps.ts';
import { exploreOrder } from './search/orders.ts';

test(`${documentPath} is what \`npm run model -- --document\` writes`, () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', documentPath), 'utf8');
  expect(page).toBe(withBlocks(page, blocksOf(exploreOrder(everything))));
});
