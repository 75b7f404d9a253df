import { describe, expect, test } from 'vitest';
import { usePlots } from '../../support/aimed-faults.ts';
import { distinctEvents } from '../../support/event-laws.ts';
import { endFaults, inject } from '../../support/faults.ts';
import { testLawsAfterwards } from '../../support/laws.ts';
import { scenario } from '../../support/scenarios/scenario.ts';
import { orderSchema, problemSchema, read } from '../../support/schemas.ts';
import { useShop } from '../../support/use-shop.ts';
import { atOnce, waitFor } from '../../support/wait.ts';

const shop = useShop({ SWEEP_SECONDS: 1 });

const decline = { paymentMethod: 'pm_card_chargeDeclined' };
const exactly = { units: 2, quantity: 2 };
const release = { at: 'invoke', function: 'release-stock' };
const reserving = { at: 'call', function: 'reserve-stock', operation: 'TransactWriteItems' };
/** Longer than a busy machine needs for what comes first, and shorter than a function may take. */
const slow = { fault: 'delay', delayMilliseconds: 4_000 };

/** An invocation writes up to eight times, and each time asks a table that throttles up to three times. */
const plot = usePlots(shop, {
  'conflicts, all but the last time': {
    faults: [{ ...reserving, fault: 'transaction_conflict', times: 7 }],
    ...exactly,
  },
  'throttles, all but the last time': { faults: [{ ...reserving, fault: 'throttle', times: 2 }], ...exactly },
  'conflicts when it is paid': {
    faults: [{ ...reserving, function: 'commit-order', fault: 'transaction_conflict', times: 7 }],
    ...exactly,
  },
  'conflicts when it is refused': {
    faults: [{ ...reserving, operation: 'PutItem', fault: 'transaction_conflict', times: 7 }],
    units: 1,
  },
  'released twice': { faults: [{ ...release, fault: 'duplicate' }], ...decline },
  'released three times': { faults: [{ ...release, fault: 'crash_after', times: 2 }], ...decline },
  'released amid restocks': { faults: [{ ...release, fault: 'duplicate' }], ...decline },
  'released slowly': {
    faults: [{ at: 'call', function: 'release-stock', operation: 'TransactWriteItems', ...slow, times: 1 }],
    ...decline,
  },
  // Each time: the sweep tells of the order again.
  'reserved late': { faults: [{ ...reserving, ...slow }], units: 1 },
  'never reserved': { faults: [], units: 1 },
  declined: { faults: [], ...decline },
});

const untouched = { available: 5, reserved: 0, sold: 0 };

async function causesOf(sku: string): Promise<string[]> {
  return (await shop().movements(sku)).map(({ cause }) => cause).toReversed();
}

describe.concurrent('units that come and go, at the same time', () => {
  test.for([
    'conflicts, all but the last time',
    'throttles, all but the last time',
    'conflicts when it is paid',
  ] as const)(scenario('conflict or throttle while stock remains', '%s'), async (name) => {
    const { orderId, sku, place, hits } = plot(name);
    await place();
    expect(await shop().ended(orderId)).toMatchObject({ status: 'Paid', payment: { attempts: 1 } });
    expect((await hits())[0]).toBeGreaterThanOrEqual(2);
    expect(await shop().stock(sku)).toMatchObject({ available: 0, reserved: 0, sold: 2 });
  });

  test(scenario('conflict or throttle while stock remains', 'a refusal says the same after them'), async () => {
    const { orderId, sku, place, hits } = plot('conflicts when it is refused');
    await place();
    expect(await shop().ended(orderId)).toMatchObject({
      reason: 'stock_rejected',
      shortages: [{ sku, requested: 2, available: 1 }],
    });
    expect(await hits()).toEqual([7]);
  });

  test.for([
    ['released twice', 1],
    ['released three times', 2],
  ] as const)(scenario('release twice, three times', '%s'), async ([name, repeats]) => {
    const { orderId, sku, place, hits } = plot(name);
    await place();
    expect(await shop().ended(orderId)).toMatchObject({ status: 'Cancelled', reason: 'payment_failed' });
    await waitFor('the repeats', async () => ((await hits())[0] === repeats ? true : undefined));
    await shop().client.settle();
    expect(await causesOf(sku)).toEqual(['adjusted', 'reserved', 'released']);
    expect(await shop().stock(sku)).toMatchObject(untouched);
  });

  test(scenario('restock while a release runs', 'its write is on its way'), async () => {
    const { sku, orderId, place, hits } = plot('released slowly');
    await place();
    await waitFor('the release to be on its way', async () => ((await hits())[0] === 1 ? true : undefined));
    await atOnce(5, (index) => shop().receive(sku, index + 1));
    expect(await shop().stock(sku)).toMatchObject({ available: 3 + 15, reserved: 2, sold: 0 });
    expect(await shop().ended(orderId)).toMatchObject({ reason: 'payment_failed' });
    expect(await shop().stock(sku)).toMatchObject({ available: 5 + 15, reserved: 0, sold: 0 });
  });

  test(scenario('restock while a release runs', 'both again and again'), async () => {
    const { sku, orderId, place } = plot('released amid restocks');
    await place();
    await Promise.all([atOnce(10, () => shop().receive(sku, 7)), shop().ended(orderId)]);
    expect(await shop().stock(sku)).toMatchObject({ available: 5 + 70, reserved: 0, sold: 0 });
  });

  test(scenario('release for an order that never reserved', 'it was cancelled before'), async () => {
    const { orderId, sku, buyer, place, hits } = plot('reserved late');
    // Its function is started before, for it must not lose the race by that.
    read(await shop().client.cancel(buyer.token, 'unknown'), 404, problemSchema);
    await place();
    await waitFor('the reservation to be on its way', async () => ((await hits())[0] ? true : undefined));
    read(await shop().client.cancel(buyer.token, orderId), 202, orderSchema);
    await shop().client.settle();
    expect(await shop().order(orderId)).toMatchObject({ status: 'Cancelled', reason: 'cancelled_by_buyer' });
    expect(await causesOf(sku)).toEqual(['adjusted']);
    expect(await shop().stock(sku)).toMatchObject({ available: 1, reserved: 0, sold: 0 });
  });

  test(scenario('release for an order that never reserved', 'it was refused for stock'), async () => {
    const { orderId, sku, buyer, place } = plot('never reserved');
    await place();
    const ended = await shop().orderIn('Cancelled', orderId);
    for (const body of [{}, { restock: true }]) {
      expect(read(await shop().client.cancel(buyer.token, orderId, body), 200, orderSchema)).toEqual(ended);
    }
    await shop().client.settle();
    expect(await causesOf(sku)).toEqual(['adjusted']);
    expect(await shop().stock(sku)).toMatchObject({ available: 1, reserved: 0, sold: 0 });
  });

  test(scenario('declined card'), async () => {
    const { orderId, sku, place } = plot('declined');
    await place();
    expect(await shop().ended(orderId)).toMatchObject({
      status: 'Cancelled',
      reason: 'payment_failed',
      payment: { status: 'declined', attempts: 1 },
      reservation: { status: 'Released' },
    });
    await shop().client.settle();
    expect(await shop().payments(orderId)).toEqual(['authorize declined']);
    expect(await causesOf(sku)).toEqual(['adjusted', 'reserved', 'released']);
    expect(await shop().stock(sku)).toMatchObject(untouched);
    const told = distinctEvents(await shop().client.events()).filter(({ metadata }) => metadata.orderId === orderId);
    expect(told.filter(({ happening }) => happening.detailType === 'OrderStockReleased')).toHaveLength(1);
  });
});

test(scenario('conflict or throttle while stock remains', 'a crowd that just fits is all served'), async () => {
  const sku = await shop().newItem({ units: 20 });
  await inject(shop(), 'crowd', [
    { ...reserving, fault: 'transaction_conflict', probability: 0.3 },
    { at: 'call', service: 'dynamodb', fault: 'throttle', probability: 0.02 },
  ]);
  const placed = await atOnce(20, () => shop().placeOne(sku));
  const orders = await shop().settled(placed);
  expect(orders.map(({ status, reason }) => reason ?? status)).toEqual(placed.map(() => 'Paid'));
  expect(await shop().stock(sku)).toMatchObject({ available: 0, reserved: 0, sold: 20 });
  await endFaults(shop());
});

testLawsAfterwards(shop);
