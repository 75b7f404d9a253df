import { expect, test } from 'vitest';
import { testLawsAfterwards } from '../support/laws.ts';
import { orderSchema, problemSchema, read } from '../support/schemas.ts';
import { useShop } from '../support/use-shop.ts';

const gracePeriodSeconds = 2;
const shop = useShop({ GRACE_PERIOD_SECONDS: gracePeriodSeconds, SWEEP_SECONDS: 1 });

test('an order waits for its grace period as Submitted, then goes on by itself', async () => {
  const sku = await shop().newItem({ units: 1 });
  const placed = await shop().placeOne(sku);
  expect(placed.status).toBe('Submitted');
  expect(await shop().stock(sku)).toMatchObject({ available: 1, reserved: 0 });
  const { history } = await shop().ended(placed.orderId);
  expect(history.map(({ status }) => status)).toEqual(['Submitted', 'AwaitingValidation', 'StockConfirmed', 'Paid']);
  const [submitted, awaiting] = history.map(({ at }) => Date.parse(at));
  const waitedSeconds = ((awaiting ?? 0) - (submitted ?? 0)) / 1000;
  // A queue counts its delay from the moment when it has the message, and in its own milliseconds.
  expect(waitedSeconds).toBeGreaterThanOrEqual(gracePeriodSeconds - 0.05);
});

test('an order that is cancelled in its grace period ends at once, and never asks for stock', async () => {
  const sku = await shop().newItem({ units: 1 });
  const buyer = await shop().newBuyer();
  const { orderId } = await shop().place(buyer, [{ sku, quantity: 1 }]);
  const cancelled = read(await shop().client.cancel(buyer.token, orderId), 202, orderSchema);
  expect(cancelled).toMatchObject({ status: 'Cancelled', reason: 'cancelled_by_buyer' });
  await shop().client.settle();
  expect(await shop().order(orderId)).toEqual(cancelled);
  expect(cancelled.history.map(({ status }) => status)).toEqual(['Submitted', 'Cancelled']);
  expect((await shop().movements(sku)).map(({ cause }) => cause)).toEqual(['adjusted']);
});

test('an order in its grace period cannot be shipped', async () => {
  const { orderId } = await shop().placeOne(await shop().newItem({ units: 1 }));
  expect(read(await shop().client.ship(shop().staff, orderId), 409, problemSchema).code).toBe('order_not_paid');
});

test('the same request again is answered as the first time after the grace period too', async () => {
  const sku = await shop().newItem({ units: 1 });
  const { token } = await shop().newBuyer();
  const body = { lines: [{ sku, quantity: 1 }], paymentMethod: 'pm_card_visa' };
  const first = await shop().client.placeOrder(token, body, 'one-key');
  await shop().ended(read(first, 202, orderSchema).orderId);
  expect((await shop().client.placeOrder(token, body, 'one-key')).text).toBe(first.text);
});

testLawsAfterwards(shop);
