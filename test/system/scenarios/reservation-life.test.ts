import { beforeAll, describe, expect, test } from 'vitest';
import { usePlots } from '../../support/aimed-faults.ts';
import { endFaults, inject, ruleHits } from '../../support/faults.ts';
import { testLawsAfterwards } from '../../support/laws.ts';
import { placePlanned, planOrder } from '../../support/planned-order.ts';
import { scenario } from '../../support/scenarios/scenario.ts';
import { orderSchema, read } from '../../support/schemas.ts';
import { useShop } from '../../support/use-shop.ts';
import { waitFor, waitUntil } from '../../support/wait.ts';

const shop = useShop({ RESERVATION_TTL_SECONDS: 2, SWEEP_SECONDS: 1, SAGA_TIMEOUT_SECONDS: 30 });
beforeAll(() => shop().warmUp());

/** With `pm_sim_slow` the provider takes two seconds: longer than a reservation is good for. */
const slowly = { paymentMethod: 'pm_sim_slow' };
const heldUp = { fault: 'delay', delayMilliseconds: 4_000, times: 1 };

const plot = usePlots(shop, {
  'dies before the provider is asked': {
    faults: [{ at: 'call', function: 'authorize-payment', operation: 'PutItem', fault: 'crash_before', times: 1 }],
    ...slowly,
  },
  'dies after the provider has answered': {
    faults: [{ at: 'invoke', function: 'authorize-payment', fault: 'crash_after', times: 1 }],
    ...slowly,
  },
  'attempt after the sweep': { faults: [{ at: 'invoke', function: 'authorize-payment', ...heldUp }] },
  'cancelled after it has expired': { faults: [{ at: 'invoke', function: 'authorize-payment', ...heldUp }] },
  'pin after the sweep': {
    faults: [{ at: 'call', function: 'authorize-payment', operation: 'UpdateItem', ...heldUp }],
  },
});

const untouched = { available: 5, reserved: 0, sold: 0 };

async function causesOf(sku: string): Promise<string[]> {
  return (await shop().movements(sku)).map(({ cause }) => cause).toReversed();
}

describe.concurrent('reservations that live dangerously, at the same time', () => {
  test.for(['dies before the provider is asked', 'dies after the provider has answered'] as const)(
    scenario('the pinning task is retried after the deadline', '%s'),
    async (name) => {
      const { orderId, sku, place, hits } = plot(name);
      await place();
      const order = await shop().ended(orderId);
      expect(await hits()).toEqual([1]);
      expect(order).toMatchObject({ status: 'Paid', reservation: { status: 'Committed' }, payment: { attempts: 1 } });
      const paidAt = order.history.find(({ status }) => status === 'Paid')?.at ?? '';
      expect(paidAt > (order.reservation?.deadline ?? '')).toBe(true);
      expect(await shop().payments(orderId)).toEqual(['authorize succeeded', 'capture succeeded']);
      expect(await shop().stock(sku)).toMatchObject({ available: 3, reserved: 0, sold: 2 });
    },
  );

  test.for(['attempt after the sweep', 'pin after the sweep'] as const)(
    scenario('payment succeeds after expiry', 'it is not even asked for: %s'),
    async (name) => {
      const { orderId, sku, place, hits } = plot(name);
      await place();
      const order = await shop().ended(orderId);
      expect(order).toMatchObject({ status: 'Cancelled', reason: 'expired', reservation: { status: 'Expired' } });
      expect(await shop().stock(sku)).toMatchObject(untouched);
      await shop().client.settle();
      expect(await hits()).toEqual([1]);
      expect(await shop().order(orderId)).toEqual(order);
      expect(await shop().payments(orderId)).toEqual([]);
      expect(await causesOf(sku)).toEqual(['adjusted', 'reserved', 'expired']);
    },
  );

  test(scenario('cancel twice; cancel after expiry', 'after expiry'), async () => {
    const { orderId, sku, buyer, place } = plot('cancelled after it has expired');
    await place();
    const ended = await shop().ended(orderId);
    expect(ended.reason).toBe('expired');
    for (const token of [buyer.token, shop().staff]) {
      expect(read(await shop().client.cancel(token, orderId), 200, orderSchema)).toEqual(ended);
    }
    await shop().client.settle();
    expect(await shop().order(orderId)).toEqual(ended);
    expect(await causesOf(sku)).toEqual(['adjusted', 'reserved', 'expired']);
    expect(await shop().stock(sku)).toMatchObject(untouched);
  });
});

describe('while the sweeper is down', () => {
  /** Nobody can call the sweep. */
  const sweeperDown = { at: 'delivery', function: 'sweep', fault: 'error' };
  const isDown = () =>
    waitFor('the sweep to fail', async () => (((await ruleHits(shop()))[0]?.hits ?? 0) > 0 ? true : undefined));
  /** What could not be delivered in the meantime is redriven, as a person would. */
  async function bringBack(): Promise<void> {
    await endFaults(shop());
    await shop().client.redrive();
  }

  test(scenario('past its deadline while the sweeper is down', 'refused for payment at its deadline'), async () => {
    const order = await planOrder(shop());
    const late = { at: 'invoke', function: 'authorize-payment', orderId: order.orderId, ...heldUp };
    await inject(shop(), 'sweeper down', [sweeperDown, late]);
    await isDown();
    await placePlanned(shop(), order);
    expect(await shop().ended(order.orderId)).toMatchObject({
      status: 'Cancelled',
      reason: 'expired',
      reservation: { status: 'Expired' },
      payment: { status: 'none' },
    });
    expect(await shop().payments(order.orderId)).toEqual([]);
    expect(await shop().stock(order.sku)).toMatchObject(untouched);
    await bringBack();
  });

  test(scenario('past its deadline while the sweeper is down', 'freed by the next sweep'), async () => {
    const order = await planOrder(shop());
    const unpaid = { at: 'invoke', function: 'authorize-payment', orderId: order.orderId, fault: 'error' };
    await inject(shop(), 'sweeper down', [sweeperDown, unpaid]);
    await isDown();
    await placePlanned(shop(), order);
    const { reservation } = await shop().orderIn('StockConfirmed', order.orderId);
    await waitUntil(Date.parse(reservation?.deadline ?? '') + 500);
    expect(await shop().stock(order.sku)).toMatchObject({ available: 3, reserved: 2 });
    await bringBack();
    expect(await shop().ended(order.orderId)).toMatchObject({ status: 'Cancelled', reason: 'expired' });
    expect(await shop().stock(order.sku)).toMatchObject(untouched);
    expect(await shop().payments(order.orderId)).toEqual([]);
    const again = await shop().client.cancel(order.buyer.token, order.orderId);
    expect(read(again, 200, orderSchema)).toMatchObject({ status: 'Cancelled', reason: 'expired' });
  });
});

testLawsAfterwards(shop);
