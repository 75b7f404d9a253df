import { beforeAll, expect, test } from 'vitest';
import { testLawsAfterwards } from '../support/laws.ts';
import { orderSchema, read } from '../support/schemas.ts';
import { useShop } from '../support/use-shop.ts';
import { atOnce, waitUntil } from '../support/wait.ts';

const shop = useShop({ RESERVATION_TTL_SECONDS: 2, SWEEP_SECONDS: 1, SAGA_TIMEOUT_SECONDS: 5 });
beforeAll(() => shop().warmUp());

test('an order whose payment is in flight at its deadline keeps its units, and is paid', async () => {
  const sku = await shop().newItem({ units: 1 });
  const { orderId } = await shop().placeOne(sku, 1, 'pm_sim_slow');
  const order = await shop().ended(orderId);
  expect(order).toMatchObject({ status: 'Paid', reservation: { status: 'Committed' } });
  const paidAt = order.history.find(({ status }) => status === 'Paid')?.at ?? '';
  expect(paidAt > (order.reservation?.deadline ?? '')).toBe(true);
});

test('a payment that never answers ends by its own limit, not by the deadline of the units', async () => {
  const { orderId } = await shop().placeOne(await shop().newItem({ units: 1 }), 1, 'pm_sim_unavailable');
  expect(await shop().ended(orderId)).toMatchObject({ reason: 'payment_timeout', reservation: { status: 'Released' } });
});

test('orders that come too late to their payment expire, free their units, and were never charged', async () => {
  const sku = await shop().newItem({ units: 40 });
  // More slow payments than are taken on at once: the rest wait until their deadline has passed.
  const ended = await shop().settled(await atOnce(40, () => shop().placeOne(sku, 1, 'pm_sim_slow')));
  const expired = ended.filter(({ reason }) => reason === 'expired');
  expect(expired.length).toBeGreaterThan(0);
  for (const { orderId, reservation } of expired) {
    expect(reservation?.status).toBe('Expired');
    expect(await shop().payments(orderId)).not.toContain('capture succeeded');
  }
  expect(ended.filter(({ status, reason }) => status !== 'Paid' && reason !== 'expired')).toEqual([]);
  expect((await shop().movements(sku)).filter(({ cause }) => cause === 'expired')).toHaveLength(expired.length);

  const [first] = expired;
  const again = await shop().client.cancel(shop().staff, first?.orderId ?? '');
  expect(read(again, 200, orderSchema)).toEqual(first);
});

test('orders whose deadline passes while the power is off expire when it is back, save those that were being paid', async () => {
  const sku = await shop().newItem({ units: 20 });
  const placed = await atOnce(20, () => shop().placeOne(sku, 1, 'pm_sim_slow'));
  const reserved = await shop().orderWhen(
    'the reservation',
    placed[0]?.orderId ?? '',
    ({ reservation }) => reservation?.deadline !== undefined,
  );
  await shop().run.kill();
  await waitUntil(Date.parse(reserved.reservation?.deadline ?? '') + 1000);
  await shop().run.restart();
  const ends = (await shop().settled(placed)).map(
    ({ status, reason, payment }) => `${reason ?? status} ${payment.status}`,
  );
  // The outage may have used up the time limit of a payment that was in flight: that one is undone.
  const allowed = ['expired none', 'Paid captured', 'payment_timeout voided'];
  expect(ends.filter((end) => !allowed.includes(end))).toEqual([]);
  expect(ends).toContain('expired none');
  expect(await shop().stock(sku)).toMatchObject({ reserved: 0 });
});

testLawsAfterwards(shop);
