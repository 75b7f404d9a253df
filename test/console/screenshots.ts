import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { projectDirectory } from '../../bin/documents/documents.ts';
import { Shop } from '../support/shop.ts';
import { launchBrowser, looks, openAs, openContext } from './browser.ts';
import { makeTraffic, type Traffic } from './traffic.ts';

/** Takes a picture of each page in each look, for whoever wants to see them, and those of the README. */
const all = join(projectDirectory, 'build', 'screenshots');
const ofReadme = join(projectDirectory, 'docs', 'console');
for (const directory of [all, ofReadme]) mkdirSync(directory, { recursive: true });

/** Each page with a text that is there once it shows what it is for. */
function pagesOf({ lantern, orders }: Traffic): [name: string, path: string, text: string][] {
  return [
    ['stock', '/stock', '4 items'],
    ['item', `/stock/${lantern}`, 'committed'],
    ['orders', '/orders', 'stock_rejected'],
    ['order', `/orders/${orders[3]?.orderId}`, 'OrderPaymentVoided'],
    ['now', '/now', 'Orders per minute'],
    ['shop', '/shop', 'Basket'],
    ['faults', '/faults', 'Messages twice'],
    ['race', '/race', 'No race has been run yet.'],
  ];
}

async function race(page: Page): Promise<void> {
  await page.goto('/console/race');
  await page.getByRole('button', { name: 'Go' }).click();
  await page.getByText('Running…').first().waitFor();
  const sides = page.locator('.race .verdict');
  await sides.filter({ hasText: 'Running…' }).last().waitFor({ state: 'hidden', timeout: 180_000 });
}

const shop = await Shop.open();
const browser = await launchBrowser();
try {
  const traffic = await makeTraffic(shop);
  for (const look of looks) {
    const context = await openContext(browser, shop.run.url, look);
    const page = await context.newPage();
    await openAs(page, 'sam', '/');
    for (const [name, path, text] of pagesOf(traffic)) {
      await page.goto(`/console${path}`);
      await page.getByText(text).filter({ visible: true }).first().waitFor();
      await page.locator('[aria-busy=true]').first().waitFor({ state: 'hidden' });
      await page.screenshot({ path: join(all, `${name}-${look.width}-${look.theme}.png`), fullPage: true });
    }
    if (look === looks[0]) {
      await page.goto(`/console/orders/${traffic.orders[3]?.orderId}`);
      await page.getByText('OrderPaymentVoided').waitFor();
      await page.screenshot({ path: join(ofReadme, 'order.png') });
      await race(page);
      await page.screenshot({ path: join(ofReadme, 'race.png'), clip: { x: 0, y: 0, width: 1280, height: 560 } });
    }
    await context.close();
  }
  console.log(`${all}\n${ofReadme}`);
} finally {
  await browser.close();
  await shop.run.stop();
}
