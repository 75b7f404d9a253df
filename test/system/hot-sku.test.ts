import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { inject } from '../support/faults.ts';
import { testLawsAfterwards } from '../support/laws.ts';
import { startSharedEngine } from '../support/shared-engine.ts';
import { useShop } from '../support/use-shop.ts';
import { atOnce } from '../support/wait.ts';

const engine = await startSharedEngine();
afterAll(() => engine.stop());
const shop = useShop({ SWEEP_SECONDS: 1, DYNAMODB_ENDPOINT: engine.endpoint });

beforeAll(() => shop().warmUp());

const stored = z.object({ Item: z.object({ revision: z.object({ N: z.string() }), leases: z.object({}) }) });

/** How often the stock item of a hot SKU was written. */
async function stockWrites(sku: string): Promise<number> {
  const Key = { pk: { S: `STOCK#${sku}` }, sk: { S: 'STOCK' } };
  const answer = await engine.call(shop().run, 'GetItem', 'Inventory', { Key, ConsistentRead: true });
  return Number(stored.parse(answer).Item.revision.N);
}

test('sixty buyers of the last ten units of a hot SKU: ten are paid, and the others are told what was left', async () => {
  const sku = await shop().newItem({ units: 10, hot: true });
  const buy = () => shop().placeOne(sku);
  const rounds = [await atOnce(20, buy), await atOnce(20, buy), await atOnce(20, buy)];
  const placed = rounds.flat();
  const orders = await shop().settled(placed);
  const paid = orders.filter(({ status }) => status === 'Paid');
  const refused = orders.filter(({ reason }) => reason === 'stock_rejected');
  expect([paid.length, refused.length]).toEqual([10, 50]);
  for (const { shortages } of refused) expect(shortages).toEqual([{ sku, requested: 1, available: 0 }]);
  expect(await shop().stock(sku)).toMatchObject({ available: 0, reserved: 0, sold: 10 });

  const before = await stockWrites(sku);
  const late = await shop().settled(await atOnce(20, buy));
  expect(late.map(({ reason }) => reason)).toEqual(Array.from({ length: 20 }, () => 'stock_rejected'));
  expect(await stockWrites(sku)).toBe(before);
});

test('a unit of a hot SKU that comes back is sold', async () => {
  const sku = await shop().newItem({ units: 1, hot: true });
  const order = await shop().paidOrder(sku);
  await shop().client.cancel(shop().staff, order.orderId);
  await shop().ended(order.orderId);
  expect(await shop().paidOrder(sku)).toMatchObject({ status: 'Paid' });
});

test('orders of a hot and a quiet SKU take all or nothing', async () => {
  const [hot, quiet] = await Promise.all([shop().newItem({ units: 20, hot: true }), shop().newItem({ units: 5 })]);
  const lines = [
    { sku: hot, quantity: 1 },
    { sku: quiet, quantity: 1 },
  ];
  const placed = await atOnce(12, async (index) =>
    shop().place(await shop().newBuyer(), index % 2 === 0 ? lines : lines.slice(0, 1)),
  );
  const orders = await shop().settled(placed);
  const paid = orders.filter(({ status }) => status === 'Paid');
  expect(paid.filter((order) => order.lines.length === 2)).toHaveLength(5);
  expect(paid.filter((order) => order.lines.length === 1)).toHaveLength(6);
  expect(await shop().stock(hot)).toMatchObject({ available: 9, sold: 11 });
  expect(await shop().stock(quiet)).toMatchObject({ available: 0, sold: 5 });
});

test('a worker that dies in escrow strands nothing', { timeout: 120_000 }, async () => {
  const sku = await shop().newItem({ units: 10, hot: true });
  await inject(shop(), 'escrow', [
    { at: 'call', function: 'reserve-stock', operation: 'PutItem', fault: 'crash_before', nth: 1 },
    { at: 'call', function: 'reserve-stock', operation: 'PutItem', fault: 'crash_after', nth: 4 },
    { at: 'call', function: 'reserve-stock', operation: 'UpdateItem', fault: 'crash_after', nth: 3 },
    { at: 'call', function: 'reserve-stock', operation: 'UpdateItem', fault: 'timeout_after', nth: 5 },
  ]);
  const orders = await shop().settled(await atOnce(20, () => shop().placeOne(sku)));
  expect(orders.filter(({ status }) => status === 'Paid')).toHaveLength(10);
  expect(await shop().stock(sku)).toMatchObject({ available: 0, reserved: 0, sold: 10 });
});

testLawsAfterwards(shop);
