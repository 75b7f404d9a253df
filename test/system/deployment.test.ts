import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectLaws } from '../support/laws.ts';
import type { OrderView } from '../support/schemas.ts';
import { Shop } from '../support/shop.ts';
import { waitFor } from '../support/wait.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open({ SWEEP_SECONDS: 1 }, 'test/support/former-saga.ts');
});
afterAll(() => shop.run.stop());

/** Whether nothing but the former saga's own state is under way. */
async function areHeld(orders: readonly OrderView[]): Promise<true | undefined> {
  const now = await Promise.all(orders.map(({ orderId }) => shop.order(orderId)));
  return now.every(({ status, payment }) => status === 'StockConfirmed' && payment.status === 'none')
    ? true
    : undefined;
}

test('orders that began on a former template are finished on the present one, by the saga they were started with', async () => {
  const sku = await shop.newItem({ units: 10 });
  const methods = ['pm_card_visa', 'pm_card_visa', 'pm_card_chargeDeclined', 'pm_sim_capture_fails'];
  const placed = await Promise.all(methods.map((method) => shop.placeOne(sku, 1, method)));
  await waitFor('the orders to be held by the former saga', () => areHeld(placed));
  await shop.run.kill();
  await shop.run.restart();

  const later = await shop.placeOne(sku);
  const ended = await shop.settled([...placed, later]);
  expect(ended.map(({ status }) => status)).toEqual(['Paid', 'Paid', 'Cancelled', 'Cancelled', 'Paid']);
  expect(await shop.stock(sku)).toMatchObject({ available: 7, reserved: 0, sold: 3 });
  await expectLaws(shop);
});
