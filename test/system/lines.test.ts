import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { testLawsAfterwards } from '../support/laws.ts';
import { scenario } from '../support/scenarios/scenario.ts';
import { orderListSchema, orderSchema, problemSchema, read } from '../support/schemas.ts';
import type { Lines } from '../support/shop.ts';
import { useShop } from '../support/use-shop.ts';
import { atOnce } from '../support/wait.ts';

const shop = useShop();

async function refusal(lines: Lines, paymentMethod = 'pm_card_visa') {
  const { token } = await shop().newBuyer();
  const answer = await shop().client.placeOrder(token, { lines, paymentMethod });
  const orders = read(await shop().client.orders(token), 200, orderListSchema);
  expect(orders.items).toEqual([]);
  return { status: answer.status, code: read(answer, answer.status, problemSchema).code };
}

describe('an order of several lines', () => {
  test('names every SKU that is short', async () => {
    const skus = await Promise.all([1, 5, 0].map((units) => shop().newItem({ units })));
    const { orderId } = await shop().place(
      await shop().newBuyer(),
      skus.map((sku) => ({ sku, quantity: 2 })),
    );
    const { shortages } = await shop().ended(orderId);
    expect(shortages).toEqual([
      { sku: skus[0], requested: 2, available: 1 },
      { sku: skus[2], requested: 2, available: 0 },
    ]);
  });

  test('merges lines of one SKU, and keeps the price of the moment of ordering', async () => {
    const [sku, other] = await Promise.all([shop().newItem({ units: 5, price: 250 }), shop().newItem({ units: 5 })]);
    const order = await shop().place(await shop().newBuyer(), [
      { sku, quantity: 2 },
      { sku: other, quantity: 1 },
      { sku, quantity: 3 },
    ]);
    expect(order.lines).toMatchObject([
      { sku, quantity: 5, unitPrice: { amount: 250, currency: 'USD' } },
      { sku: other, quantity: 1 },
    ]);
    expect(order.total).toEqual({ amount: 5 * 250 + 1999, currency: 'USD' });
    await shop().client.putItem(shop().staff, sku, { name: 'Dearer', price: { amount: 999, currency: 'USD' } });
    expect(await shop().ended(order.orderId)).toMatchObject({ status: 'Paid', lines: order.lines, total: order.total });
  });

  test('is refused as a whole when two lines of one SKU ask for more than there is', async () => {
    const sku = await shop().newItem({ units: 5 });
    const line = { sku, quantity: 3 };
    const { orderId } = await shop().place(await shop().newBuyer(), [line, line]);
    expect(await shop().ended(orderId)).toMatchObject({ shortages: [{ sku, requested: 6, available: 5 }] });
  });

  test(
    scenario('250 lines, a state over 256 KiB', 'the largest order that there can be goes all its way'),
    async () => {
      // The longest ids, and the longest names, of characters that take the most bytes.
      const skus = await atOnce(90, () =>
        shop().newItem({ sku: randomUUID().padEnd(64, '-long'), name: '\u{1f381}'.repeat(100), units: 1 }),
      );
      const { orderId } = await shop().place(
        await shop().newBuyer(),
        skus.map((sku) => ({ sku, quantity: 1 })),
      );
      expect(await shop().ended(orderId)).toMatchObject({ status: 'Paid', total: { amount: 90 * 1999 } });
      for (const sku of skus) expect(await shop().stock(sku)).toMatchObject({ available: 0, sold: 1 });
      read(await shop().client.cancel(shop().staff, orderId, { restock: false }), 202, orderSchema);
      for (const sku of skus) expect(await shop().stock(sku)).toMatchObject({ available: 0, sold: 0 });
    },
  );
});

describe('an order is refused before anything is written', () => {
  test.for([91, 250, 4_000])(
    scenario('250 lines, a state over 256 KiB', 'refused before any write: %s'),
    async (count) => {
      const before = await shop().client.events();
      const lines = Array.from({ length: count }, (_, index) => ({ sku: `unknown-${index}`, quantity: 1 }));
      expect(await refusal(lines)).toEqual({ status: 400, code: 'too_many_lines' });
      await shop().client.settle();
      expect(await shop().client.events()).toEqual(before);
    },
  );

  test('with a SKU that the catalogue does not have', async () => {
    const sku = await shop().newItem({ units: 1 });
    const lines = [
      { sku, quantity: 1 },
      { sku: 'unknown', quantity: 1 },
    ];
    expect(await refusal(lines)).toEqual({ status: 422, code: 'unknown_sku' });
  });

  test('with lines of different currencies', async () => {
    const skus = await Promise.all(['USD', 'EUR'].map((currency) => shop().newItem({ units: 1, currency })));
    expect(await refusal(skus.map((sku) => ({ sku, quantity: 1 })))).toEqual({ status: 422, code: 'mixed_currencies' });
  });

  test('with a payment method that nobody knows', async () => {
    const sku = await shop().newItem({ units: 1 });
    expect(await refusal([{ sku, quantity: 1 }], 'pm_cash')).toEqual({ status: 422, code: 'unknown_payment_method' });
  });
});

testLawsAfterwards(shop);
