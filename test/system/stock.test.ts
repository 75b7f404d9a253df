import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { sumOf, testLawsAfterwards } from '../support/laws.ts';
import { adjustmentSchema, itemSchema, problemSchema, read } from '../support/schemas.ts';
import { useShop } from '../support/use-shop.ts';
import { atOnce, waitFor } from '../support/wait.ts';

const shop = useShop();
const details = { name: 'Lamp', description: 'It shines', price: { amount: 4200, currency: 'EUR' } };

describe('an item', () => {
  test('is created, shown and replaced, and its stock stays as it is', async () => {
    const sku = 'Lamp_1.0-a';
    const created = await shop().client.putItem(shop().staff, sku, { ...details, restockThreshold: 2 });
    expect(read(created, 201, itemSchema)).toMatchObject({ sku, ...details, restockThreshold: 2, available: 0 });
    await shop().receive(sku, 3);
    const replaced = await shop().client.putItem(shop().staff, sku, { name: 'Lantern', price: details.price });
    expect(read(replaced, 200, z.object({ sku: z.literal(sku) }))).toBeDefined();
    const shown = await waitFor('the catalogue to follow the stock', async () => {
      const item = read(await shop().client.item(sku), 200, itemSchema);
      return item.available === 3 ? item : undefined;
    });
    expect(shown).toMatchObject({ sku, name: 'Lantern', price: details.price });
    expect(shown.description).toBeUndefined();
    expect(await shop().stock(sku)).toEqual({ sku, available: 3, reserved: 0, sold: 0, onHand: 3 });
  });

  test('that was announced as hot sells as any other', async () => {
    const sku = await shop().newItem({ units: 5 });
    read(await shop().client.putItem(shop().staff, sku, { ...details, hot: true }), 200, z.object({}));
    const orders = await shop().settled(await atOnce(8, () => shop().placeOne(sku)));
    expect(orders.filter(({ status }) => status === 'Paid')).toHaveLength(5);
  });
});

describe('an adjustment', () => {
  test('answers with the stock that it left', async () => {
    const sku = await shop().newItem({ units: 5 });
    const answer = await shop().client.adjust(shop().staff, sku, { delta: -2, reason: 'correction', note: 'Counted' });
    const { stock } = read(answer, 201, adjustmentSchema);
    expect(stock).toEqual({ sku, available: 3, reserved: 0, sold: 0, onHand: 3 });
  });

  test('that takes more than is available changes nothing', async () => {
    const sku = await shop().newItem({ units: 5 });
    await shop().paidOrder(sku, 2);
    const answer = await shop().client.adjust(shop().staff, sku, { delta: -4, reason: 'damaged' });
    expect(read(answer, 409, problemSchema).code).toBe('insufficient_stock');
    expect(await shop().stock(sku)).toMatchObject({ available: 3, sold: 2 });
    expect((await shop().client.adjust(shop().staff, sku, { delta: -3, reason: 'damaged' })).status).toBe(201);
  });

  test('of many at once each counts', async () => {
    const sku = await shop().newItem();
    await atOnce(30, (index) => shop().receive(sku, index + 1));
    expect(await shop().stock(sku)).toMatchObject({ available: (30 * 31) / 2 });
  });
});

test('the movements of a SKU tell each change with its cause, and add up to its stock', async () => {
  const sku = await shop().newItem({ units: 9 });
  const paid = await shop().paidOrder(sku, 2);
  const declined = await shop().placeOne(sku, 3, 'pm_card_chargeDeclined');
  await shop().ended(declined.orderId);
  const returned = await shop().paidOrder(sku, 1);
  await shop().client.cancel(shop().staff, returned.orderId);
  await shop().client.settle();
  const movements = await shop().movements(sku);
  const told = movements
    .toReversed()
    .map(({ cause, orderId, available, reserved, sold }) => [cause, orderId, available, reserved, sold]);
  expect(told).toEqual([
    ['adjusted', undefined, 9, 0, 0],
    ['reserved', paid.orderId, -2, 2, 0],
    ['committed', paid.orderId, 0, -2, 2],
    ['reserved', declined.orderId, -3, 3, 0],
    ['released', declined.orderId, 3, -3, 0],
    ['reserved', returned.orderId, -1, 1, 0],
    ['committed', returned.orderId, 0, -1, 1],
    ['returned', returned.orderId, 1, 0, -1],
  ]);
  expect(await shop().stock(sku)).toMatchObject(sumOf(movements));
});

testLawsAfterwards(shop);
