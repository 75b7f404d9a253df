import { setTimeout as delay } from 'node:timers/promises';
import type { StockView } from './schemas.ts';
import type { Shop } from './shop.ts';

/** Time for the shop to be quiet: it is not while it answers. */
const betweenLooksMilliseconds = 20;

/**
 * Looks at the stock of a SKU again and again while something goes on.
 * @returns every look at which units were missing, or were there that nobody had put there
 */
export async function wrongLooks(
  shop: Shop,
  sku: string,
  units: number,
  goesOn: Promise<unknown>,
): Promise<StockView[]> {
  const wrong: StockView[] = [];
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  goesOn.then(end, end);
  while (!isOver) {
    const stock = await shop.stock(sku);
    if (stock.available + stock.reserved + stock.sold !== units) wrong.push(stock);
    await delay(betweenLooksMilliseconds);
  }
  await goesOn;
  return wrong;
}
