import { expect, test } from 'vitest';
import { testLawsAfterwards } from '../support/laws.ts';
import type { Shop } from '../support/shop.ts';
import { useShop } from '../support/use-shop.ts';
import { waitFor } from '../support/wait.ts';

const shop = useShop({ SWEEP_SECONDS: 1 });

/** A SKU for which staff has announced a rush. */
async function newHotItem(at: Shop, units: number): Promise<string> {
  const sku = await at.newItem({ units });
  const details = { name: `Thing ${sku}`, price: { amount: 1999, currency: 'USD' }, hot: true };
  expect((await at.client.putItem(at.staff, sku, details)).status).toBe(200);
  return sku;
}

function stockOf(sku: string, expected: { available: number; reserved: number; sold: number }): Promise<unknown> {
  return waitFor(`${sku} with ${JSON.stringify(expected)}`, async () => {
    const { available, reserved, sold } = await shop().stock(sku);
    expect(available + reserved + sold).toBe(20);
    return available === expected.available && reserved === expected.reserved && sold === expected.sold
      ? true
      : undefined;
  });
}

test('orders of a hot SKU are paid, declined, returned and written off, and each is counted once', async () => {
  const sku = await newHotItem(shop(), 20);
  const paid = await Promise.all(Array.from({ length: 6 }, () => shop().paidOrder(sku)));
  await Promise.all([1, 2].map((quantity) => shop().placeOne(sku, quantity, 'pm_card_chargeDeclined')));
  await shop().placeOne(sku, 1, 'pm_sim_capture_fails');
  await shop().client.settle();
  await stockOf(sku, { available: 14, reserved: 0, sold: 6 });

  const [returned, writtenOff] = paid;
  await shop().client.cancel(shop().staff, returned?.orderId ?? '');
  expect((await shop().client.cancel(shop().staff, writtenOff?.orderId ?? '', { restock: false })).status).toBe(202);
  await shop().client.settle();
  expect(await shop().stock(sku)).toMatchObject({ available: 15, reserved: 0, sold: 4 });
});

testLawsAfterwards(shop);
