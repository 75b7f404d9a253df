import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { projectDirectory } from '../../bin/documents/documents.ts';
import { Shop } from '../support/shop.ts';
import { type Look, launchBrowser, looks, openAs, openContext } from './browser.ts';
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

/** The pictures of the pages, in one look. */
async function takeAll(page: Page, traffic: Traffic, { width, theme }: Look): Promise<void> {
  for (const [name, path, text] of pagesOf(traffic)) {
    await page.goto(`/console${path}`);
    await page.getByText(text).filter({ visible: true }).first().waitFor();
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'hidden' });
    await page.screenshot({ path: join(all, `${name}-${width}-${theme}.png`), fullPage: true });
  }
}

/** The pictures of the README: an order whose capture was refused, and a race at its end. */
async function takeReadme(page: Page, { orders }: Traffic): Promise<void> {
  await page.goto(`/console/orders/${orders[3]?.orderId}`);
  await page.getByText('OrderPaymentVoided').waitFor();
  await page.screenshot({ path: join(ofReadme, 'order.png') });
  await page.goto('/console/race');
  await page.getByRole('button', { name: 'Go' }).click();
  const running = page.getByText('Running…');
  await running.last().waitFor();
  await running.last().waitFor({ state: 'hidden', timeout: 180_000 });
  await page.screenshot({ path: join(ofReadme, 'race.png'), clip: { x: 0, y: 0, width: 1280, height: 570 } });
}

const shop = await Shop.open();
const browser = await launchBrowser();
const asStaff = async (look: Look, take: (page: Page) => Promise<void>) => {
  await using context = await openContext(browser, shop.run.url, look);
  const page = await context.newPage();
  await openAs(page, 'sam', '/');
  await take(page);
};
try {
  const traffic = await makeTraffic(shop);
  for (const look of looks) await asStaff(look, (page) => takeAll(page, traffic, look));
  await asStaff({ theme: 'light', width: 'desktop' }, (page) => takeReadme(page, traffic));
  console.log(`${all}\n${ofReadme}`);
} finally {
  await browser.close();
  await shop.run.stop();
}
