import { expect, test } from 'vitest';
import { testLawsAfterwards } from '../support/laws.ts';
import { orderSchema, problemSchema, read } from '../support/schemas.ts';
import { useShop } from '../support/use-shop.ts';
import { waitFor } from '../support/wait.ts';

const shop = useShop({ SWEEP_SECONDS: 1 });

/** Asks for the shipment of an order until `isOver`; answers what was said on the way. */
async function codesUntil(orderId: string, isOver: () => Promise<boolean> | boolean): Promise<(string | number)[]> {
  const said: (string | number)[] = [];
  await waitFor(`the shipment of order ${orderId}`, async () => {
    const answer = await shop().client.ship(shop().staff, orderId);
    said.push(answer.status === 200 ? 200 : read(answer, 409, problemSchema).code);
    if (said.at(-1) === 'payment_not_captured') expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    return said.at(-1) === 200 || (await isOver()) ? true : undefined;
  });
  return said;
}

test('an order is shipped once its money is captured, and not a moment before', async () => {
  const { orderId } = await shop().placeOne(await shop().newItem({ units: 1 }), 1, 'pm_sim_slow');
  const said = await codesUntil(orderId, () => false);
  expect(said[0]).toBe('order_not_paid');
  expect(said.at(-1)).toBe(200);
  const refusals = said.slice(0, -1).filter((code) => code !== 'order_not_paid' && code !== 'payment_not_captured');
  expect(refusals).toEqual([]);
  expect(await shop().order(orderId)).toMatchObject({ status: 'Shipped', payment: { status: 'captured' } });
});

test('a shipment that is asked for again is answered with the same order', async () => {
  const { orderId } = await shop().paidOrder(await shop().newItem({ units: 1 }));
  const first = await shop().client.ship(shop().staff, orderId);
  const second = await shop().client.ship(shop().staff, orderId);
  expect(read(second, 200, orderSchema)).toEqual(read(first, 200, orderSchema));
});

test('an order whose capture is refused never ships, however often it is asked', async () => {
  const { orderId } = await shop().placeOne(await shop().newItem({ units: 1 }), 1, 'pm_sim_capture_fails');
  const said = await codesUntil(orderId, async () => (await shop().order(orderId)).status === 'Cancelled');
  expect(said).not.toContain(200);
});

test.for([
  ['of a declined payment', 'pm_card_chargeDeclined', 5],
  ['that was refused for stock', 'pm_card_visa', 0],
] as const)('an order %s cannot be shipped', async ([, method, units]) => {
  const { orderId } = await shop().placeOne(await shop().newItem({ units }), 1, method);
  await shop().orderIn('Cancelled', orderId);
  expect(read(await shop().client.ship(shop().staff, orderId), 409, problemSchema).code).toBe('order_not_paid');
});

test('shipping and cancelling at once leave one of the two, wholly', async () => {
  const sku = await shop().newItem({ units: 10 });
  for (let round = 0; round < 5; round++) {
    const { orderId } = await shop().paidOrder(sku);
    const [shipped, cancelled] = await Promise.all([
      shop().client.ship(shop().staff, orderId),
      shop().client.cancel(shop().staff, orderId),
    ]);
    const { status } = await shop().ended(orderId);
    expect([shipped.status, cancelled.status]).toEqual(status === 'Shipped' ? [200, 409] : [409, 202]);
  }
});

testLawsAfterwards(shop);
