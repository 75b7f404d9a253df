import { describe, expect, test } from 'vitest';
import { counting, type FaultRule, inject, ruleHits } from '../../support/faults.ts';
import { testLawsAfterwards } from '../../support/laws.ts';
import { placePlanned, planOrder } from '../../support/planned-order.ts';
import { scenario } from '../../support/scenarios/scenario.ts';
import { type OrderView, problemSchema, read } from '../../support/schemas.ts';
import { useShop } from '../../support/use-shop.ts';
import { atOnce, waitFor } from '../../support/wait.ts';
import { wrongLooks } from '../../support/watch.ts';

const shop = useShop();

/** One buyer each, all at once; the orders once they have ended. `place` throws at any answer but 202. */
async function race(buyers: number, place: (index: number) => Promise<OrderView>): Promise<OrderView[]> {
  return shop().settled(await atOnce(buyers, place));
}

function paid(orders: readonly OrderView[]): OrderView[] {
  return orders.filter(({ status }) => status === 'Paid');
}

function unitsOf(orders: readonly OrderView[]): number {
  return orders.reduce((sum, { lines }) => sum + (lines[0]?.quantity ?? 0), 0);
}

test(scenario('two orders, the last unit, one instant'), async () => {
  const sku = await shop().newItem({ units: 1 });
  const orders = await race(2, () => shop().placeOne(sku));
  expect(orders.map(({ status }) => status).sort()).toEqual(['Cancelled', 'Paid']);
  const [loser] = orders.filter(({ status }) => status === 'Cancelled');
  expect(loser).toMatchObject({
    reason: 'stock_rejected',
    shortages: [{ sku, requested: 1, available: 0 }],
    payment: { status: 'none', attempts: 0 },
    reservation: { status: 'Rejected' },
  });
  expect(await shop().payments(loser?.orderId ?? '')).toEqual([]);
});

test('200 buyers, 10 units: exactly 10 are paid, and 190 are told what is short', async () => {
  const sku = await shop().newItem({ units: 10 });
  const racing = race(200, () => shop().placeOne(sku));
  expect(await wrongLooks(shop(), sku, 10, racing)).toEqual([]);
  const orders = await racing;
  expect(paid(orders)).toHaveLength(10);
  const refused = orders.filter(({ reason }) => reason === 'stock_rejected');
  expect(refused).toHaveLength(190);
  for (const { shortages } of refused) expect(shortages).toEqual([{ sku, requested: 1, available: 0 }]);
  expect(await shop().stock(sku)).toEqual({ sku, available: 0, reserved: 0, sold: 10, onHand: 0 });
});

test(scenario('500 buyers, K units, mixed quantities'), { timeout: 180_000 }, async () => {
  const units = 100;
  const sku = await shop().newItem({ units });
  const placed: OrderView[] = [];
  const quantities = Array.from({ length: 500 }, (_, index) => 1 + (index % 7));
  // A hundred requests at any time: more of them would wait longer for this machine than a gateway waits.
  await atOnce(100, async () => {
    for (let quantity = quantities.pop(); quantity !== undefined; quantity = quantities.pop()) {
      placed.push(await shop().placeOne(sku, quantity));
    }
  });
  const orders = await shop().settled(placed);
  const sold = unitsOf(paid(orders));
  const refused = orders.filter(({ status }) => status === 'Cancelled');
  expect(paid(orders).length + refused.length).toBe(500);
  expect(sold).toBeLessThanOrEqual(units);
  const { available } = await shop().stock(sku);
  expect(available).toBe(units - sold);
  expect(available).toBeLessThan(Math.min(...refused.map((order) => unitsOf([order]))));
});

test(scenario('orders (a,b) and (b,a) at once, stock enough'), async () => {
  const [one, other] = await Promise.all([shop().newItem({ units: 40 }), shop().newItem({ units: 40 })]);
  const lines = [one, other].map((sku) => ({ sku, quantity: 1 }));
  const orders = await race(40, async (index) =>
    shop().place(await shop().newBuyer(), index % 2 === 0 ? lines : lines.toReversed()),
  );
  expect(paid(orders)).toHaveLength(40);
});

test(scenario('three lines, the third short'), async () => {
  const skus = await Promise.all([5, 5, 1].map((units) => shop().newItem({ units })));
  const [first, , short] = skus;
  const lines = skus.map((sku) => ({ sku, quantity: 2 }));
  const order = shop()
    .newBuyer()
    .then((buyer) => shop().place(buyer, lines))
    .then(({ orderId }) => shop().ended(orderId));
  expect(await wrongLooks(shop(), first ?? '', 5, order)).toEqual([]);
  expect(await order).toMatchObject({
    reason: 'stock_rejected',
    shortages: [{ sku: short, requested: 2, available: 1 }],
  });
  for (const sku of skus) expect(await shop().movements(sku)).toHaveLength(1);
});

describe('a write that is based on what was read before', () => {
  /**
   * Holds the write of a function back for as long as it takes to let another one go first, on a busy machine, too:
   * each time, since the sweep tells of an order again.
   */
  const heldBack = (name: string): FaultRule => ({
    ...{ at: 'call', function: name, operation: 'TransactWriteItems', fault: 'delay', delayMilliseconds: 4_000 },
  });
  const isOnItsWay = () =>
    waitFor('the write to be held back', async () => ((await ruleHits(shop()))[0]?.hits ? true : undefined));

  test(scenario('a stale read says 1, the truth is 0'), async () => {
    const late = await planOrder(shop(), { units: 1, quantity: 1 });
    await inject(shop(), 'stale', [{ ...heldBack('reserve-stock'), orderId: late.orderId }]);
    expect(await shop().stock(late.sku)).toMatchObject({ available: 1 });
    await placePlanned(shop(), late);
    await isOnItsWay();
    const quick = await shop().placeOne(late.sku);
    expect(await shop().ended(quick.orderId)).toMatchObject({ status: 'Paid' });
    expect(await shop().ended(late.orderId)).toMatchObject({
      reason: 'stock_rejected',
      shortages: [{ sku: late.sku, requested: 1, available: 0 }],
    });
  });

  test(scenario('a stale read says 1, the truth is 0', 'staff take away the unit that was just sold'), async () => {
    const sku = await shop().newItem({ units: 1 });
    await inject(shop(), 'stale', [heldBack('adjust-stock')]);
    const taking = shop().client.adjust(shop().staff, sku, { delta: -1, reason: 'damaged' });
    await isOnItsWay();
    await shop().paidOrder(sku);
    expect(read(await taking, 409, problemSchema).code).toBe('insufficient_stock');
    expect(await shop().stock(sku)).toMatchObject({ available: 0, sold: 1 });
  });
});

describe(scenario('staff lower the stock below what is reserved'), () => {
  test('what is available bounds it, and a cancelled order still gives its units back', async () => {
    const sku = await shop().newItem({ units: 4 });
    const { orderId } = await shop().placeOne(sku, 3, 'pm_sim_slow');
    await shop().orderIn('StockConfirmed', orderId);
    const take = async () => (await shop().client.adjust(shop().staff, sku, { delta: -1, reason: 'damaged' })).status;
    expect([await take(), await take()]).toEqual([201, 409]);
    await shop().client.cancel(shop().staff, orderId);
    await shop().ended(orderId);
    expect(await shop().stock(sku)).toMatchObject({ available: 3, reserved: 0, sold: 0 });
  });

  test('while buyers race for it: every unit is either sold or taken away, once', async () => {
    const sku = await shop().newItem({ units: 30 });
    const racing = race(20, () => shop().placeOne(sku));
    const taken = await atOnce(20, () => shop().client.adjust(shop().staff, sku, { delta: -1, reason: 'damaged' }));
    const orders = await racing;
    const damaged = taken.filter(({ status }) => status === 201).length;
    expect(taken.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    expect(await shop().stock(sku)).toMatchObject({ available: 30 - damaged - paid(orders).length });
  });
});

test(scenario('sold-out storm on one SKU'), async () => {
  const buyers = 80;
  const [soldOut, other] = await Promise.all([shop().newItem(), shop().newItem({ units: 10 })]);
  const calls = { at: 'call', function: 'reserve-stock' };
  await inject(shop(), 'counting', [counting({ ...calls, orderId: soldOut })]);
  const [refused, served] = await Promise.all([
    atOnce(buyers, () => shop().placeOne(soldOut)),
    atOnce(10, () => shop().placeOne(other)),
  ]);
  const [ends, others] = await Promise.all([shop().settled(refused), shop().settled(served)]);
  expect(paid(others)).toHaveLength(10);
  for (const { reason, shortages, payment } of ends) {
    expect({ reason, shortages, payment }).toEqual({
      reason: 'stock_rejected',
      shortages: [{ sku: soldOut, requested: 1, available: 0 }],
      payment: { status: 'none', attempts: 0 },
    });
  }
  // One transaction that is refused, and one item that remembers it. A message that comes twice may add a few.
  const [spent] = await ruleHits(shop());
  expect(spent?.seen).toBeGreaterThanOrEqual(2 * buyers);
  expect(spent?.seen).toBeLessThan(3 * buyers);
  expect(await shop().movements(soldOut)).toEqual([]);
});

test('when it is quiet again, the last unit can be sold, and the next order is refused', async () => {
  const sku = await shop().newItem({ units: 3 });
  await race(2, () => shop().placeOne(sku, 1, 'pm_card_chargeDeclined'));
  expect(paid(await race(1, () => shop().placeOne(sku, 3)))).toHaveLength(1);
  expect(paid(await race(1, () => shop().placeOne(sku)))).toEqual([]);
});

testLawsAfterwards(shop);
