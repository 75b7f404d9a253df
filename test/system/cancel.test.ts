import { beforeAll, describe, expect, test } from 'vitest';
import { testLawsAfterwards } from '../support/laws.ts';
import { scenario } from '../support/scenarios/scenario.ts';
import { type OrderView, orderSchema, problemSchema, read } from '../support/schemas.ts';
import type { Buyer } from '../support/shop.ts';
import { useShop } from '../support/use-shop.ts';
import { atOnce, waitUntil } from '../support/wait.ts';

const shop = useShop({ SWEEP_SECONDS: 1 });
beforeAll(() => shop().warmUp());

async function newOrder(method: string, units = 5): Promise<{ buyer: Buyer; sku: string; orderId: string }> {
  const [buyer, sku] = await Promise.all([shop().newBuyer(), shop().newItem({ units })]);
  const { orderId } = await shop().place(buyer, [{ sku, quantity: 2 }], method);
  return { buyer, sku, orderId };
}

/** An order in the middle of the two seconds that its payment takes. */
async function orderBeingPaid() {
  const placed = await newOrder('pm_sim_slow');
  const { updatedAt } = await shop().orderIn('StockConfirmed', placed.orderId);
  await waitUntil(Date.parse(updatedAt) + 1000);
  return placed;
}

describe('an order before its payment', () => {
  test('is cancelled at whatever point the wish finds it, and holds nothing', async () => {
    const sku = await shop().newItem({ units: 100 });
    const orders = await atOnce(40, async (): Promise<OrderView> => {
      const buyer = await shop().newBuyer();
      const { orderId } = await shop().place(buyer, [{ sku, quantity: 1 }]);
      return read(await shop().client.cancel(buyer.token, orderId), 202, orderSchema);
    });
    expect(await shop().client.settle()).toBe(0);
    for (const { orderId } of orders) {
      expect(await shop().order(orderId)).toMatchObject({ status: 'Cancelled', reason: 'cancelled_by_buyer' });
    }
    expect(await shop().stock(sku)).toMatchObject({ available: 100, reserved: 0, sold: 0 });
  });

  test('that was refused for stock stays so', async () => {
    const { buyer, orderId } = await newOrder('pm_card_visa', 1);
    const ended = await shop().ended(orderId);
    expect(read(await shop().client.cancel(buyer.token, orderId), 200, orderSchema)).toEqual(ended);
    expect(ended).toMatchObject({ reason: 'stock_rejected' });
  });
});

describe('an order whose payment is in flight', () => {
  test(
    scenario('cancel while a payment is in flight', 'the wish is kept, and the order ends when it is undone'),
    async () => {
      const { buyer, sku, orderId } = await orderBeingPaid();
      const asked = read(await shop().client.cancel(buyer.token, orderId, { note: 'Too slow' }), 202, orderSchema);
      expect(asked).toMatchObject({ status: 'StockConfirmed', cancellation: { by: 'buyer', note: 'Too slow' } });
      const again = read(await shop().client.cancel(shop().staff, orderId, { note: 'Another' }), 202, orderSchema);
      expect(again).toEqual(asked);
      expect(await shop().ended(orderId)).toMatchObject({
        status: 'Cancelled',
        reason: 'cancelled_by_buyer',
        payment: { status: 'voided' },
        reservation: { status: 'Released' },
        cancellation: asked.cancellation,
      });
      expect(await shop().payments(orderId)).toEqual(['authorize succeeded', 'void succeeded']);
      expect(await shop().stock(sku)).toMatchObject({ available: 5, reserved: 0, sold: 0 });
    },
  );

  test('gives its units back even if staff wish them written off: nothing was sold yet', async () => {
    const { sku, orderId } = await orderBeingPaid();
    read(await shop().client.cancel(shop().staff, orderId, { restock: false }), 202, orderSchema);
    expect(await shop().ended(orderId)).toMatchObject({ reason: 'cancelled_by_staff' });
    expect(await shop().stock(sku)).toMatchObject({ available: 5, reserved: 0, sold: 0 });
  });

  test(scenario('cancel while a payment is in flight', 'twenty wishes at once are one'), async () => {
    const { buyer, sku, orderId } = await orderBeingPaid();
    const answers = await atOnce(20, () => shop().client.cancel(buyer.token, orderId));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
    await shop().ended(orderId);
    expect(await shop().stock(sku)).toMatchObject({ available: 5 });
  });
});

test('an order that was shipped cannot be cancelled', async () => {
  const { orderId } = await shop().paidOrder(await shop().newItem({ units: 1 }));
  const shipped = read(await shop().client.ship(shop().staff, orderId), 200, orderSchema);
  const problem = read(await shop().client.cancel(shop().staff, orderId), 409, problemSchema);
  expect(problem.code).toBe('order_already_shipped');
  expect(await shop().order(orderId)).toEqual(shipped);
});

testLawsAfterwards(shop);
