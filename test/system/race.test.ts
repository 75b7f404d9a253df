import { describe, expect, test } from 'vitest';
import { testLawsAfterwards } from '../support/laws.ts';
import type { OrderView } from '../support/schemas.ts';
import { useShop } from '../support/use-shop.ts';
import { atOnce } from '../support/wait.ts';
import { wrongLooks } from '../support/watch.ts';

const shop = useShop();

/** One buyer each, all at once; the orders once they have ended. `place` throws at any answer but 202. */
async function race(buyers: number, place: (index: number) => Promise<OrderView>): Promise<OrderView[]> {
  return shop().settled(await atOnce(buyers, place));
}

function paid(orders: readonly OrderView[]): OrderView[] {
  return orders.filter(({ status }) => status === 'Paid');
}

describe('buyers who want the same units at once', () => {
  test('two for the last unit: one is paid, the other is told what is short, and nobody asks for his money', async () => {
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

  test.for([1, 2, 3, 4, 5])(
    '200 for 10 units, take %i: exactly 10 are paid, and 190 are told what is short',
    async () => {
      const sku = await shop().newItem({ units: 10 });
      const racing = race(200, () => shop().placeOne(sku));
      expect(await wrongLooks(shop(), sku, 10, racing)).toEqual([]);
      const orders = await racing;
      expect(paid(orders)).toHaveLength(10);
      const refused = orders.filter(({ reason }) => reason === 'stock_rejected');
      expect(refused).toHaveLength(190);
      for (const { shortages } of refused) expect(shortages).toEqual([{ sku, requested: 1, available: 0 }]);
      expect(await shop().stock(sku)).toEqual({ sku, available: 0, reserved: 0, sold: 10, onHand: 0 });
    },
  );

  test('60 with mixed quantities: what is left is less than the smallest that was refused', async () => {
    const sku = await shop().newItem({ units: 50 });
    const orders = await race(60, (index) => shop().placeOne(sku, 1 + (index % 7)));
    const sold = paid(orders).reduce((sum, { lines }) => sum + (lines[0]?.quantity ?? 0), 0);
    const refused = orders.flatMap(({ status, lines }) => (status === 'Cancelled' ? (lines[0]?.quantity ?? 0) : []));
    const { available } = await shop().stock(sku);
    expect(available + sold).toBe(50);
    expect(available).toBeLessThan(Math.min(...refused));
  });

  test('40 who name two SKUs in either order: stock is enough, so all are paid', async () => {
    const [one, other] = await Promise.all([shop().newItem({ units: 40 }), shop().newItem({ units: 40 })]);
    const lines = [one, other].map((sku) => ({ sku, quantity: 1 }));
    const orders = await race(40, async (index) =>
      shop().place(await shop().newBuyer(), index % 2 === 0 ? lines : lines.toReversed()),
    );
    expect(paid(orders)).toHaveLength(40);
  });

  test('and while staff lower the stock: every unit is either sold or taken away, once', async () => {
    const sku = await shop().newItem({ units: 30 });
    const racing = race(20, () => shop().placeOne(sku));
    const taken = await atOnce(20, () => shop().client.adjust(shop().staff, sku, { delta: -1, reason: 'damaged' }));
    const orders = await racing;
    const damaged = taken.filter(({ status }) => status === 201).length;
    expect(taken.filter(({ status }) => status !== 201 && status !== 409)).toEqual([]);
    expect(await shop().stock(sku)).toMatchObject({ available: 30 - damaged - paid(orders).length });
  });
});

test('when it is quiet again, the last unit can be sold, and the next order is refused', async () => {
  const sku = await shop().newItem({ units: 3 });
  await race(2, () => shop().placeOne(sku, 1, 'pm_card_chargeDeclined'));
  expect(paid(await race(1, () => shop().placeOne(sku, 3)))).toHaveLength(1);
  expect(paid(await race(1, () => shop().placeOne(sku)))).toEqual([]);
});

testLawsAfterwards(shop);
