import { afterEach, describe, expect, test } from 'vitest';
import { endFaults, type FaultRule, hits, inject } from '../support/faults.ts';
import { testLawsAfterwards } from '../support/laws.ts';
import { orderSchema, problemSchema, read } from '../support/schemas.ts';
import type { Buyer } from '../support/shop.ts';
import { useShop } from '../support/use-shop.ts';
import { waitFor } from '../support/wait.ts';

const shop = useShop({ SWEEP_SECONDS: 1 });

afterEach(() => endFaults(shop()));

const delayMilliseconds = 2_000;

/** Keeps one call of a function on its way for a while. */
function slow(name: string, operation: string): FaultRule {
  return { at: 'call', function: name, operation, fault: 'delay', delayMilliseconds, times: 1 };
}

type Placed = { readonly buyer: Buyer; readonly sku: string; readonly orderId: string };

async function placeWith(rule: FaultRule): Promise<Placed> {
  const [buyer, sku] = await Promise.all([shop().newBuyer(), shop().newItem({ units: 3 })]);
  await inject(shop(), 'in flight', [rule]);
  const { orderId } = await shop().place(buyer, [{ sku, quantity: 2 }]);
  return { buyer, sku, orderId };
}

/** The call is on its way once the rule has struck. */
async function whileInFlight(rule: FaultRule): Promise<Placed> {
  const placed = await placeWith(rule);
  await waitFor('the call to be on its way', async () => ((await hits(shop()))[0] === 1 ? true : undefined));
  return placed;
}

async function cancelled({ buyer, sku, orderId }: Placed) {
  read(await shop().client.cancel(buyer.token, orderId), 202, orderSchema);
  const order = await shop().ended(orderId);
  expect(order).toMatchObject({ status: 'Cancelled', reason: 'cancelled_by_buyer' });
  expect(await shop().client.settle()).toBe(0);
  expect(await shop().stock(sku)).toMatchObject({ available: 3, reserved: 0, sold: 0 });
  return { order: await shop().order(orderId), payments: await shop().payments(orderId) };
}

describe('an order that is cancelled', () => {
  test('while its authorisation is in flight gets its money back', async () => {
    const { order, payments } = await cancelled(await whileInFlight(slow('authorize-payment', 'PutItem')));
    expect(order.payment.status).toBe('voided');
    expect(payments).toEqual(['authorize succeeded', 'void succeeded']);
  });

  test('while its commit is in flight is not committed', async () => {
    const { order, payments } = await cancelled(await whileInFlight(slow('commit-order', 'TransactWriteItems')));
    expect(order.history.map(({ status }) => status)).not.toContain('Paid');
    expect(payments).toEqual(['authorize succeeded', 'void succeeded']);
  });

  test('while its capture is in flight has it refused, if the void comes first', async () => {
    const { order, payments } = await cancelled(await whileInFlight(slow('capture-payment', 'PutItem')));
    expect(order.payment.status).toBe('voided');
    expect(payments).toEqual(['authorize succeeded', 'void succeeded', 'capture refused']);
  });

  test('while its capture is written down has it refunded', async () => {
    const placed = await whileInFlight(slow('capture-payment', 'TransactWriteItems'));
    const { order, payments } = await cancelled(placed);
    expect(order.payment.status).toBe('refunded');
    expect(payments).toEqual(['authorize succeeded', 'capture succeeded', 'void refused', 'refund succeeded']);
  });
});

describe('an order that is to be shipped', () => {
  test('before its capture is known has to wait, and is shipped then', async () => {
    const { orderId } = await whileInFlight(slow('capture-payment', 'PutItem'));
    const refused = await shop().client.ship(shop().staff, orderId);
    expect(read(refused, 409, problemSchema)).toMatchObject({ code: 'payment_not_captured' });
    expect(refused.headers.get('retry-after')).toBe('1');
    await shop().orderWhen('the capture', orderId, ({ payment }) => payment.status === 'captured');
    const shipped = read(await shop().client.ship(shop().staff, orderId), 200, orderSchema);
    expect(shipped.status).toBe('Shipped');
  });
});

testLawsAfterwards(shop);
