import { describe, expect, test } from 'vitest';
import { type PlottedOrder, usePlots } from '../../support/aimed-faults.ts';
import type { FaultRule } from '../../support/faults.ts';
import { testLawsAfterwards } from '../../support/laws.ts';
import { scenario } from '../../support/scenarios/scenario.ts';
import { orderSchema, problemSchema, read } from '../../support/schemas.ts';
import { useShop } from '../../support/use-shop.ts';
import { atOnce, waitFor } from '../../support/wait.ts';

const shop = useShop({ SWEEP_SECONDS: 1 });

/** Keeps one call of a function on its way for a while. */
function slow(name: string, operation: string): FaultRule {
  return { at: 'call', function: name, operation, fault: 'delay', delayMilliseconds: 2_500, times: 1 };
}

const plot = usePlots(shop, {
  authorisation: { faults: [slow('authorize-payment', 'PutItem')] },
  commit: { faults: [slow('commit-order', 'TransactWriteItems')] },
  capture: { faults: [slow('capture-payment', 'PutItem')] },
  'captured, not written down': { faults: [slow('capture-payment', 'TransactWriteItems')] },
  shipment: { faults: [slow('capture-payment', 'PutItem')] },
  reservation: { faults: [slow('reserve-stock', 'TransactWriteItems')] },
});

/** Places the order; the call is on its way once the rule has struck. */
async function whileInFlight(order: PlottedOrder): Promise<PlottedOrder> {
  await order.place();
  await waitFor('the call to be on its way', async () => ((await order.hits())[0] === 1 ? true : undefined));
  return order;
}

const untouched = { available: 5, reserved: 0, sold: 0 };

/** Cancels the order as its buyer, and again and again; it ends as if it had been cancelled once. */
async function cancelled({ buyer, sku, orderId }: PlottedOrder) {
  const first = read(await shop().client.cancel(buyer.token, orderId), 202, orderSchema);
  const repeats = await atOnce(3, () => shop().client.cancel(buyer.token, orderId));
  for (const { body } of repeats) expect(body).toMatchObject({ cancellation: first.cancellation });
  const order = await shop().ended(orderId);
  expect(order).toMatchObject({ status: 'Cancelled', reason: 'cancelled_by_buyer' });
  await shop().client.settle();
  expect(await shop().stock(sku)).toMatchObject(untouched);
  return { first, order: await shop().order(orderId), payments: await shop().payments(orderId) };
}

async function causesOf(sku: string): Promise<string[]> {
  return (await shop().movements(sku)).map(({ cause }) => cause).toReversed();
}

describe.concurrent('an order that is cancelled amid what happens to it', () => {
  test(scenario('cancel while a payment is in flight', 'its authorisation is voided'), async () => {
    const order = await whileInFlight(plot('authorisation'));
    const { first, order: end, payments } = await cancelled(order);
    expect(first.status).toBe('StockConfirmed');
    expect(end.payment.status).toBe('voided');
    expect(payments).toEqual(['authorize succeeded', 'void succeeded']);
    expect(await causesOf(order.sku)).toEqual(['adjusted', 'reserved', 'released']);
  });

  test(scenario('cancel while a payment is in flight', 'its commit is refused'), async () => {
    const { order, payments } = await cancelled(await whileInFlight(plot('commit')));
    expect(order.history.map(({ status }) => status)).not.toContain('Paid');
    expect(payments).toEqual(['authorize succeeded', 'void succeeded']);
  });

  test(scenario('cancel a paid order while its capture is in flight', 'voided, the late capture refused'), async () => {
    const order = await whileInFlight(plot('capture'));
    read(await shop().client.cancel(order.buyer.token, order.orderId), 202, orderSchema);
    expect(await shop().stock(order.sku)).toMatchObject(untouched);
    await shop().ended(order.orderId);
    await shop().client.settle();
    expect((await shop().order(order.orderId)).payment.status).toBe('voided');
    expect(await shop().payments(order.orderId)).toEqual(['authorize succeeded', 'void succeeded', 'capture refused']);
  });

  test(scenario('cancel a paid order while its capture is in flight', 'captured, so refunded'), async () => {
    const placed = await whileInFlight(plot('captured, not written down'));
    const { first, order, payments } = await cancelled(placed);
    expect(first.status).toBe('Cancelled');
    expect(order.payment.status).toBe('refunded');
    expect(payments).toEqual(['authorize succeeded', 'capture succeeded', 'void refused', 'refund succeeded']);
    expect(await causesOf(placed.sku)).toEqual(['adjusted', 'reserved', 'committed', 'returned']);
  });

  test(scenario('cancel before anything was reserved'), async () => {
    const order = await whileInFlight(plot('reservation'));
    const { first, order: end, payments } = await cancelled(order);
    expect(first).toMatchObject({ status: 'Cancelled', reason: 'cancelled_by_buyer' });
    expect(end).toEqual(first);
    expect(payments).toEqual([]);
    expect(await causesOf(order.sku)).toEqual(['adjusted']);
  });

  test(scenario('ship while the capture is open'), async () => {
    const { orderId } = await whileInFlight(plot('shipment'));
    const refused = await shop().client.ship(shop().staff, orderId);
    expect(read(refused, 409, problemSchema)).toMatchObject({ code: 'payment_not_captured' });
    expect(refused.headers.get('retry-after')).toBe('1');
    await shop().orderWhen('the capture', orderId, ({ payment }) => payment.status === 'captured');
    const shipped = read(await shop().client.ship(shop().staff, orderId), 200, orderSchema);
    expect(shipped.status).toBe('Shipped');
  });
});

test(scenario('cancel twice; cancel after expiry', 'twice'), async () => {
  const sku = await shop().newItem({ units: 5 });
  const { orderId, buyerId } = await shop().paidOrder(sku, 2);
  const buyer = await shop().client.token(buyerId);
  read(await shop().client.cancel(buyer, orderId), 202, orderSchema);
  const ended = await shop().ended(orderId);
  for (const token of [buyer, shop().staff, buyer]) {
    expect(read(await shop().client.cancel(token, orderId, { note: 'Again' }), 200, orderSchema)).toEqual(ended);
  }
  await shop().client.settle();
  expect(await shop().order(orderId)).toEqual(ended);
  expect(await shop().stock(sku)).toMatchObject(untouched);
  expect(await shop().payments(orderId)).toEqual(['authorize succeeded', 'capture succeeded', 'refund succeeded']);
});

testLawsAfterwards(shop);
