import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFailed, test } from 'vitest';
import { paymentMethods } from '../../domain/payment/methods.ts';
import { testLawsAfterwards } from '../support/laws.ts';
import { useShop } from '../support/use-shop.ts';
import { chromiumPath, differentLooks, launchBrowser, looks, openAs, openContext } from './browser.ts';
import { hostileName, makeTraffic, type Traffic } from './traffic.ts';

/** For what asks much of a machine that others use, too. */
const patient = 180_000;

if (chromiumPath === undefined) {
  console.warn('The console is not tested: no Chromium was found. Install one, or name it in CHROMIUM.');
}

describe.skipIf(chromiumPath === undefined)('the console, in Chromium', () => {
  const shop = useShop();
  let browser: Browser;
  let traffic: Traffic;
  beforeAll(async () => {
    browser = await launchBrowser();
    traffic = await makeTraffic(shop());
  });
  afterAll(() => browser?.close());

  let context: BrowserContext;
  let page: Page;
  /** What the browser complained of, such as something that the policy does not allow. */
  let complaints: string[] = [];
  const open = async (look = looks[0]) => {
    if (look === undefined) throw new Error('There is no look');
    complaints = [];
    context = await openContext(browser, shop().run.url, look);
    page = await context.newPage();
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      if (/Content Security Policy|TrustedHTML/i.test(message.text())) complaints.push(message.text());
    });
  };
  beforeEach(async () => {
    onTestFailed(() => console.error(complaints.join('\n')));
    await open();
  });
  afterEach(async () => {
    await context.close();
    expect(complaints).toEqual([]);
  });

  const orderOf = (index: number) => traffic.orders[index]?.orderId ?? '';
  const row = (name: string | RegExp) => page.getByRole('row', { name });
  const see = (text: string | RegExp) => page.getByText(text).filter({ visible: true }).first().waitFor();

  test('the stock is shown as bars, and a name that looks like markup as text', async () => {
    await openAs(page, 'sam', '/stock');
    await row(/Storm lantern/)
      .getByRole('img', { name: '43 available, 0 reserved, 2 sold' })
      .waitFor();
    expect(
      await row(/hostile/)
        .getByRole('link')
        .textContent(),
    ).toBe(hostileName);
    expect(await page.locator('table img').count()).toBe(0);
  });

  test('the stock follows an order without being asked', async () => {
    const sku = await shop().newItem({ name: 'Followed', units: 9 });
    await openAs(page, 'sam', '/stock?search=followed');
    await row(/Followed/)
      .getByRole('img', { name: '9 available, 0 reserved, 0 sold' })
      .waitFor();
    await shop().placeOne(sku, 4);
    await row(/Followed/)
      .getByRole('img', { name: '5 available, 0 reserved, 4 sold' })
      .waitFor();
  });

  test('search, order and filter are kept in the address, and a link shows the same', async () => {
    await openAs(page, 'sam', '/stock');
    await page.getByLabel('Search').fill('o');
    await page.getByLabel('Sort by').selectOption('Least available');
    await page.getByLabel('Low stock only').check();
    await see('sold out');
    expect(new URL(page.url()).search).toBe('?search=o&sort=available&low=yes');
    await page.reload();
    await see('sold out');
    expect(await page.getByLabel('Search').inputValue()).toBe('o');
    expect(await page.getByRole('rowheader').first().textContent()).toContain('rope.10m');
    await page.getByLabel('Search').fill('nothing is called so');
    await see('There is no item like that.');
  });

  test('staff restock an item and correct it; what is refused says why', async () => {
    const sku = await shop().newItem({ name: 'Corrected', units: 10 });
    await openAs(page, 'sam', `/stock/${sku}`);
    const form = (name: string) => page.getByRole('article').filter({ has: page.getByRole('heading', { name }) });
    await form('Restock').getByLabel('Units that came in').fill('5');
    await form('Restock').getByRole('button').click();
    await form('Restock').getByText('Adjusted by +5: 15 available.').waitFor();
    await form('Correct').getByLabel('Change').fill('-16');
    await form('Correct').getByRole('button').click();
    await form('Correct').getByRole('alert').waitFor();
    await form('Correct').getByLabel('Change').fill('-4');
    await form('Correct').getByRole('button').click();
    await form('Correct').getByText('Adjusted by -4: 11 available.').waitFor();
    await row(/adjusted.*-4/).waitFor();
    expect((await shop().stock(sku)).available).toBe(11);
  });

  test('orders are filtered by reason, and lead to the order', async () => {
    await openAs(page, 'sam', '/orders');
    await page.getByLabel('Reason').selectOption('stock_rejected');
    await row(/stock_rejected/)
      .first()
      .waitFor();
    await page.getByText('payment_failed', { exact: true }).first().waitFor({ state: 'hidden' });
    await row(/stock_rejected/)
      .first()
      .getByRole('link')
      .click();
    await see('only 3 available');
    await see('The saga has not begun');
  });

  test('an order shows every event, who and when, and the path of its saga', async () => {
    await openAs(page, 'sam', `/orders/${orderOf(3)}`);
    const events = await shop().eventIds(orderOf(3));
    const steps = page.getByRole('listitem').filter({ has: page.getByRole('time') });
    await see(/Ended: .*CapturePayment → CancelUncapturedOrder → SettlePayment → ReleaseStock/);
    await see('OrderPaymentVoided');
    expect(await steps.count()).toBe(events.length);
    expect(await steps.last().locator('time').getAttribute('title')).toMatch(/CET|CEST|GMT\+[12]/);
  });

  test('a held reservation runs down, and staff cancel the order', async () => {
    const { orderId } = await shop().placeOne(traffic.lantern, 1, 'pm_sim_unavailable');
    await openAs(page, 'sam', `/orders/${orderId}`);
    const timer = page.getByRole('timer');
    await timer.filter({ hasText: '14 min' }).waitFor();
    const before = (await timer.textContent()) ?? '';
    await timer.filter({ hasNotText: before }).waitFor();
    await page.getByLabel('Note').fill('<b>no longer wanted</b>');
    await page.getByRole('button', { name: 'Cancel the order' }).click();
    await see(': <b>no longer wanted</b>');
    await page.locator('.order-head').getByText('Cancelled', { exact: true }).waitFor();
    await see('cancelled_by_staff');
  });

  test('staff ship a paid order', async () => {
    const { orderId } = await shop().paidOrder(traffic.lantern);
    await openAs(page, 'sam', `/orders/${orderId}`);
    await page.getByRole('button', { name: 'Ship' }).click();
    await page.locator('.order-head').getByText('Shipped', { exact: true }).waitFor();
    expect((await shop().order(orderId)).status).toBe('Shipped');
  });

  test('a buyer orders in the shop with each payment method, and sees it end', async () => {
    await openAs(page, 'ada', '/shop');
    const methods = page.getByLabel('Payment method');
    await methods.waitFor();
    const offered = await methods.locator('option').evaluateAll((options) => options.map((option) => option.value));
    expect(offered).toEqual([...paymentMethods]);
    const order = async (method: string, ends: RegExp) => {
      await page.getByLabel('Quantity of Storm lantern').fill('1');
      await methods.selectOption(method);
      await page.getByRole('button', { name: 'Place the order' }).click();
      await page.locator('.placed-order').getByText(ends).waitFor();
    };
    await order('pm_card_visa', /Payment captured\. At rest after/);
    await order('pm_card_chargeDeclined', /Payment declined\. At rest after/);
    await order('pm_sim_timeout_then_approved', /Payment captured\. At rest after/);
  });

  test('a buyer sees her own orders and no counters of the stock', async () => {
    await openAs(page, 'grace', '/orders');
    await see('There is no order like that.');
    expect(await page.getByRole('link', { name: 'Now' }).count()).toBe(0);
    await page.goto(`/console/orders/${orderOf(0)}`);
    await page.getByRole('alert').waitFor();
    await page.goto('/console/stock');
    await row(/Storm lantern/).waitFor();
    expect(await page.getByRole('columnheader').allTextContents()).toEqual(['Item', 'Available', 'Price']);
  });

  test('the figures of the last hour are shown', async () => {
    await openAs(page, 'sam', '/now');
    for (const name of ['Orders per second', 'In flight', 'Rejections', 'Dead letters', 'Discrepancies']) {
      await page.getByRole('term').filter({ hasText: name }).waitFor();
    }
    expect(await page.getByRole('img', { name: /in the last hour$/ }).count()).toBe(3);
  });

  test('faults are let loose, and orders end in spite of them', { timeout: patient }, async () => {
    await openAs(page, 'sam', '/faults');
    const duplicates = page.getByRole('switch', { name: /Messages twice/ });
    await duplicates.check();
    await page.getByRole('button', { name: 'Place 10 orders' }).click();
    await see(/struck [1-9]\d* times/);
    await page.getByRole('button', { name: 'End all faults' }).click();
    await page.getByText(/struck/).waitFor({ state: 'hidden' });
    await page.reload();
    await duplicates.waitFor();
    expect(await duplicates.isChecked()).toBe(false);
    const inFlight = page.locator('dl > div').filter({ hasText: 'In flight' });
    await inFlight.getByText('0', { exact: true }).waitFor({ timeout: patient });
  });

  test('the race ends beside the flow that oversells, with its orders to be looked at', async () => {
    await openAs(page, 'sam', '/race');
    await see('No race has been run yet.');
    await page.getByLabel('Buyers').fill('8');
    await page.getByLabel('Units').fill('2');
    await page.getByRole('button', { name: 'Go' }).click();
    const side = (name: string) => page.getByRole('region', { name });
    await side('Holdfast').getByText('Not one unit too many was sold.').waitFor();
    await side('Check, then remove')
      .getByText(/Oversold by|Not one unit too many/)
      .waitFor();
    await page.getByRole('link', { name: 'Its orders' }).click();
    await row(/stock_rejected/)
      .nth(3)
      .waitFor();
  });

  test('a token is kept in memory alone', async () => {
    await openAs(page, 'sam', '/stock');
    await row(/Storm lantern/).waitFor();
    const { cookies, origins } = await context.storageState();
    const kept = await page.evaluate('JSON.stringify({...sessionStorage, ...localStorage})');
    expect({ cookies, origins, kept }).toEqual({ cookies: [], origins: [], kept: '{"holdfast.role":"staff:sam"}' });
  });

  test.each(differentLooks)(
    'no page is hard to use or too wide: $width, $theme',
    { timeout: patient },
    async (look) => {
      await context.close();
      await open(look);
      await page.goto('/console/');
      await page.getByRole('button', { name: 'sam' }).waitFor();
      const found: string[] = [...(await seriousViolations(page))];
      await openAs(page, 'sam', '/');
      for (const [path, text] of pages()) {
        await page.goto(`/console${path}`);
        await see(text);
        found.push(...(await seriousViolations(page)));
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect([path, overflow]).toEqual([path, 0]);
      }
      expect(found).toEqual([]);
    },
  );

  const pages = (): [path: string, text: string][] => [
    ['/stock', 'Storm lantern'],
    [`/stock/${traffic.lantern}`, 'Movements'],
    ['/orders', 'stock_rejected'],
    [`/orders/${orderOf(1)}`, 'OrderPaymentFailed'],
    ['/now', 'Orders per minute'],
    ['/shop', 'Basket'],
    ['/faults', 'Messages twice'],
    ['/race', 'No race has been run yet.'],
    ['/nowhere', 'The address leads nowhere.'],
  ];

  test('everything can be reached with the keyboard', async () => {
    await openAs(page, 'sam', '/stock');
    await row(/Storm lantern/).waitFor();
    await page.reload();
    await row(/Storm lantern/).waitFor();
    const reached: string[] = [];
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press('Tab');
      reached.push(String(await page.evaluate('document.activeElement.textContent || document.activeElement.type')));
    }
    expect(reached.join()).toMatch(/search,.*checkbox,.*<img src=x/);
  });

  test('the API goes away and comes back, and the page goes on', async () => {
    const sku = await shop().newItem({ name: 'Survivor', units: 7 });
    await openAs(page, 'sam', `/stock/${sku}`);
    const available = (units: number) => page.getByRole('img', { name: `${units} available, 0 reserved, 0 sold` });
    await available(7).waitFor();
    await shop().run.kill();
    await see('The API does not answer. Trying again…');
    await available(7).waitFor();
    await shop().run.restart();
    await page.getByText('The API does not answer').waitFor({ state: 'hidden' });
    await shop().receive(sku, 1);
    await available(8).waitFor();
  });

  testLawsAfterwards(shop);
});

/** What axe finds serious or worse on the page as it is, in a line each. */
async function seriousViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${page.url()}: ${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
