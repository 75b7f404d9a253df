import { expect, test } from 'vitest';
import { components } from '../../functions/http/components.ts';
import { inject } from '../support/faults.ts';
import { testLawsAfterwards } from '../support/laws.ts';
import { read } from '../support/schemas.ts';
import { useShop } from '../support/use-shop.ts';

/** A sweep that tells events again would have them counted again: figures are estimates. */
const shop = useShop();

async function overview() {
  return read(
    await shop().client.send({ path: '/operations/overview', token: shop().staff }),
    200,
    components.Overview,
  );
}

test('the overview of a quiet shop is empty', async () => {
  const { inFlight, deadLetters, lastHour, minutes } = await overview();
  expect({ inFlight, deadLetters }).toEqual({ inFlight: { orders: 0 }, deadLetters: 0 });
  expect(lastHour).toMatchObject({ placed: 0, paid: 0, cancelled: {} });
  expect(minutes).toHaveLength(60);
});

test('what happened is counted, each in its minute, in the terms of the field', async () => {
  const [sku, scarce] = await Promise.all([shop().newItem({ units: 10 }), shop().newItem({ units: 0 })]);
  const placed = await Promise.all([
    shop().placeOne(sku),
    shop().placeOne(sku),
    shop().placeOne(sku, 1, 'pm_card_chargeDeclined'),
    shop().placeOne(scarce),
  ]);
  const [first] = await shop().settled(placed);
  await shop().client.cancel(shop().staff, first?.orderId ?? '');
  await shop().client.settle();
  const { inFlight, lastHour, minutes } = await overview();
  expect(inFlight.orders).toBe(0);
  expect(lastHour).toMatchObject({
    placed: 4,
    paid: 2,
    cancelled: { payment_failed: 1, stock_rejected: 1, cancelled_by_staff: 1 },
    stockRejections: 1,
    compensations: 1,
  });
  expect(lastHour.reservationLatencyMilliseconds?.p99).toBeGreaterThan(0);
  expect(minutes.reduce((sum, minute) => sum + minute.placed, 0)).toBe(4);
});

test('transactions that collide are counted', async () => {
  const sku = await shop().newItem({ units: 5 });
  await inject(shop(), 'conflicts', [
    { at: 'call', function: 'reserve-stock', operation: 'TransactWriteItems', fault: 'transaction_conflict', times: 3 },
  ]);
  await shop().settled([await shop().placeOne(sku)]);
  expect((await overview()).lastHour.conflicts).toBe(3);
});

testLawsAfterwards(shop);
