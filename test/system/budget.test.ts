import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Orchestration, orchestrations, readBudget } from '../../bin/cost/budget.ts';
import { MeasuredShop } from '../../bin/cost/measured-shop.ts';
import { measurePath, warmUp } from '../../bin/cost/measuring.ts';
import { exactUnitsOf } from '../../bin/cost/order-units.ts';
import { paths } from '../../bin/cost/paths.ts';
import { storeManyMore } from '../support/many-stored.ts';

const budget = readBudget();
const stored = { before: 10, after: 1_000 };
/** Synthesis and cold functions take that long where many others want the same cores. */
const startsWithinMilliseconds = 180_000;
const ordersOnAPage = 20;
const ordersOnMoreThanAPage = 30;
const demand = 'quiet';

/**
 * What one order that is driven alone uses, to the unit. A change that makes it dearer, or cheaper, is to be seen: run
 * `npm run cost -- --write`, and commit the figures with it.
 */
describe.each(orchestrations)('an order alone, orchestration %s', (orchestration: Orchestration) => {
  let shop: MeasuredShop;
  beforeAll(async () => {
    // Gathering changes no unit of the budget, and every step would wait for it.
    shop = await MeasuredShop.open({ orchestration, projectionWindowSeconds: '0' });
    await warmUp(shop, demand);
    await storeManyMore(shop, stored.before);
  }, startsWithinMilliseconds);
  afterAll(() => shop.stop());

  test.each(paths)('that is $name uses what the budget says', async (path) => {
    const units = await measurePath(shop, path, demand);
    expect(exactUnitsOf(units)).toEqual(exactUnitsOf(budget[orchestration].quiet[path.name]));
  });

  test.runIf(orchestration === 'standard')(
    `uses as much where ${stored.after} SKUs and orders are stored, and so does a page of orders`,
    async () => {
      const buyerId = await storeManyMore(shop, ordersOnMoreThanAPage);
      const authorization = `Bearer ${await shop.token(buyerId)}`;
      const page = () =>
        shop.measure(async () => {
          const answer = await fetch(`${shop.url}/orders`, { headers: { authorization } });
          expect(await answer.json()).toMatchObject({ items: { length: ordersOnAPage } });
        });
      const pageBefore = await page();
      await storeManyMore(shop, stored.after, buyerId);
      expect(exactUnitsOf(await page())).toEqual(exactUnitsOf(pageBefore));
      const [paid] = paths;
      const units = await measurePath(shop, paid, demand);
      expect(exactUnitsOf(units)).toEqual(exactUnitsOf(budget[orchestration].quiet.paid));
    },
  );
});
