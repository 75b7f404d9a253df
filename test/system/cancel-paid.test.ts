import { describe, expect, test } from 'vitest';
import { distinctEvents } from '../support/event-laws.ts';
import { testLawsAfterwards } from '../support/laws.ts';
import { orderSchema, problemSchema, read } from '../support/schemas.ts';
import { useShop } from '../support/use-shop.ts';
import { atOnce } from '../support/wait.ts';

const shop = useShop({ SWEEP_SECONDS: 1 });

async function paidOrder() {
  const sku = await shop().newItem({ units: 5 });
  const { orderId, buyerId } = await shop().paidOrder(sku, 2);
  return { sku, orderId, buyer: await shop().client.token(buyerId) };
}

async function eventsOf(orderId: string): Promise<string[]> {
  await shop().client.settle();
  return distinctEvents(await shop().client.events())
    .filter(({ metadata }) => metadata.orderId === orderId)
    .map(({ happening }) => happening.detailType);
}

describe('a paid order that is cancelled', () => {
  test('is cancelled at once with its units back, and its money follows', async () => {
    const { sku, orderId, buyer } = await paidOrder();
    const cancelled = read(await shop().client.cancel(buyer, orderId), 202, orderSchema);
    expect(cancelled).toMatchObject({
      status: 'Cancelled',
      reason: 'cancelled_by_buyer',
      cancellation: { by: 'buyer' },
    });
    expect(await shop().stock(sku)).toMatchObject({ available: 5, reserved: 0, sold: 0 });
    expect(await shop().ended(orderId)).toMatchObject({ status: 'Cancelled', payment: { status: 'refunded' } });
    expect(await shop().payments(orderId)).toEqual(['authorize succeeded', 'capture succeeded', 'refund succeeded']);
    expect(await eventsOf(orderId)).toEqual(expect.arrayContaining(['OrderStockReleased', 'OrderPaymentRefunded']));
    const [latest] = await shop().movements(sku);
    expect(latest).toMatchObject({ cause: 'returned', orderId, available: 2, reserved: 0, sold: -2 });
  });

  test('answers 200 and the same order to every further wish', async () => {
    const { sku, orderId, buyer } = await paidOrder();
    await shop().client.cancel(shop().staff, orderId);
    const ended = await shop().ended(orderId);
    expect(ended.reason).toBe('cancelled_by_staff');
    expect(read(await shop().client.cancel(buyer, orderId), 200, orderSchema)).toEqual(ended);
    expect(await shop().stock(sku)).toMatchObject({ available: 5 });
  });

  test('returns its units once, whoever asks at once', async () => {
    const { sku, orderId } = await paidOrder();
    const answers = await atOnce(20, () => shop().client.cancel(shop().staff, orderId));
    expect(answers.filter(({ status }) => status !== 202 && status !== 200)).toEqual([]);
    await shop().ended(orderId);
    expect(await shop().stock(sku)).toMatchObject({ available: 5, sold: 0 });
    expect((await shop().payments(orderId)).filter((row) => row.startsWith('refund'))).toHaveLength(1);
  });

  test('gets its units written off when staff say that they do not come back', async () => {
    const { sku, orderId } = await paidOrder();
    const answer = await shop().client.cancel(shop().staff, orderId, { restock: false, note: 'Broken' });
    expect(read(answer, 202, orderSchema)).toMatchObject({
      status: 'Cancelled',
      cancellation: { by: 'staff', restock: false, note: 'Broken' },
    });
    expect(await shop().stock(sku)).toMatchObject({ available: 3, reserved: 0, sold: 0 });
    const told = await eventsOf(orderId);
    expect(told).toContain('StockAdjusted');
    expect(told).not.toContain('OrderStockReleased');
    const [latest] = await shop().movements(sku);
    expect(latest).toMatchObject({ cause: 'adjusted', orderId, available: 0, reserved: 0, sold: -2 });
    expect(latest?.adjustmentId).toBeTypeOf('string');
  });

  test('is not cancelled by a buyer who says that the units do not come back', async () => {
    const { sku, orderId, buyer } = await paidOrder();
    const before = await shop().order(orderId);
    const problem = read(await shop().client.cancel(buyer, orderId, { restock: false }), 403, problemSchema);
    expect(problem.code).toBe('forbidden');
    expect(await shop().order(orderId)).toEqual(before);
    expect(await shop().stock(sku)).toMatchObject({ available: 3, sold: 2 });
  });
});

test('orders that are cancelled while they are paid and captured end without units or money', async () => {
  const sku = await shop().newItem({ units: 30 });
  const orders = await atOnce(30, () => shop().placeOne(sku));
  await Promise.all(
    orders.map(async ({ orderId }) => {
      await shop().orderWhen(`order ${orderId} paid`, orderId, ({ status }) => status === 'Paid');
      read(await shop().client.cancel(shop().staff, orderId), 202, orderSchema);
    }),
  );
  expect(await shop().client.settle()).toBe(0);
  expect(await shop().stock(sku)).toMatchObject({ available: 30, reserved: 0, sold: 0 });
});

testLawsAfterwards(shop);
