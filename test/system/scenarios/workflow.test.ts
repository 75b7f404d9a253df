import { describe, expect, test } from 'vitest';
import { type Plot, usePlots } from '../../support/aimed-faults.ts';
import { distinctEvents } from '../../support/event-laws.ts';
import { counting, endFaults, hits, inject } from '../../support/faults.ts';
import { testLawsAfterwards } from '../../support/laws.ts';
import { scenario } from '../../support/scenarios/scenario.ts';
import { orderSchema, read } from '../../support/schemas.ts';
import { useShop } from '../../support/use-shop.ts';
import { atOnce, waitFor } from '../../support/wait.ts';

const shop = useShop({ SWEEP_SECONDS: 1, SAGA_TIMEOUT_SECONDS: 60 });

const decline = { paymentMethod: 'pm_card_chargeDeclined' };
const capturing = { at: 'invoke', function: 'capture-payment' };
const placing = { at: 'call', function: 'place-order', operation: 'TransactWriteItems', times: 1 };

/** Besides what goes wrong, counts how often a payment is begun. */
function starting(fault: Plot['faults'][number]): Plot {
  return { faults: [fault, counting({ at: 'invoke', function: 'authorize-payment' })] };
}

const plot = usePlots(shop, {
  'compensation that fails five times': {
    faults: [{ at: 'invoke', function: 'release-stock', fault: 'error', times: 5 }],
    ...decline,
  },
  'compensation that dies five times': {
    faults: [{ at: 'transition', operation: 'ReleaseStock', fault: 'crash_before', times: 5 }],
    ...decline,
  },
  'the start is sent twice': starting({ at: 'call', operation: 'StartExecution', fault: 'duplicate' }),
  'the answer to the start is lost': starting({
    at: 'call',
    operation: 'StartExecution',
    fault: 'timeout_after',
    times: 4,
  }),
  'the event that starts it comes twice': starting({ at: 'delivery', function: 'advance-order', fault: 'duplicate' }),
  'the capture is asked for twice': { faults: [{ ...capturing, fault: 'duplicate' }] },
  'the answer to the capture is lost': { faults: [{ ...capturing, fault: 'timeout_after', times: 2 }] },
  'the commit is denied': { faults: [{ ...placing, fault: 'deny' }] },
  'dies before the commit': { faults: [{ ...placing, fault: 'crash_before' }] },
  'dies after the commit': { faults: [{ ...placing, fault: 'crash_after' }] },
});

async function eventsOf(orderId: string): Promise<string[]> {
  return distinctEvents(await shop().client.events())
    .filter(({ metadata }) => metadata.orderId === orderId)
    .map(({ happening }) => happening.detailType);
}

function releasesOf(sku: string): Promise<number> {
  return shop()
    .movements(sku)
    .then((movements) => movements.filter(({ cause }) => cause === 'released').length);
}

describe.concurrent('sagas and events that go wrong, at the same time', () => {
  test(scenario('compensation fails five times, then heals', 'retried until it completes'), async () => {
    const { orderId, sku, place, hits: struck } = plot('compensation that fails five times');
    await place();
    expect(await shop().ended(orderId)).toMatchObject({ status: 'Cancelled', reason: 'payment_failed' });
    expect(await struck()).toEqual([5]);
    await shop().client.settle();
    expect(await releasesOf(sku)).toBe(1);
  });

  test(scenario('compensation fails five times, then heals', 'dead-lettered and redriven each time'), async () => {
    const { orderId, sku, place } = plot('compensation that dies five times');
    await place();
    for (let death = 1; death <= 5; death++) {
      await waitFor(`word of death ${death}`, async () =>
        (await shop().client.deadLetters()).some(({ body }) => body.includes(orderId)) ? true : undefined,
      );
      expect((await shop().order(orderId)).status).toBe('StockConfirmed');
      await shop().client.redrive();
    }
    expect(await shop().ended(orderId)).toMatchObject({ status: 'Cancelled', reason: 'payment_failed' });
    await shop().client.settle();
    expect(await releasesOf(sku)).toBe(1);
  });

  test.for([
    'the start is sent twice',
    'the answer to the start is lost',
    'the event that starts it comes twice',
  ] as const)(scenario('the saga is started twice', '%s'), async (name) => {
    const { orderId, place, hits: struck, seen } = plot(name);
    await place();
    expect(await shop().ended(orderId)).toMatchObject({ status: 'Paid', payment: { status: 'captured', attempts: 1 } });
    await shop().client.settle();
    expect((await struck())[0]).toBeGreaterThan(0);
    expect((await seen())[1]).toBe(1);
    expect(await shop().payments(orderId)).toEqual(['authorize succeeded', 'capture succeeded']);
  });

  test.for(['the capture is asked for twice', 'the answer to the capture is lost'] as const)(
    scenario('capture twice', '%s'),
    async (name) => {
      const { orderId, place, hits: struck } = plot(name);
      await place();
      expect(await shop().ended(orderId)).toMatchObject({ status: 'Paid', payment: { status: 'captured' } });
      await shop().client.settle();
      expect((await struck())[0]).toBeGreaterThan(0);
      expect(await shop().payments(orderId)).toEqual(['authorize succeeded', 'capture succeeded']);
      const told = await eventsOf(orderId);
      expect(told.filter((detailType) => detailType === 'OrderPaymentSucceeded')).toHaveLength(1);
    },
  );

  test.for(['the commit is denied', 'dies before the commit'] as const)(
    scenario('order.placed before the commit', '%s'),
    async (name) => {
      const { orderId, buyer, body, idempotencyKey, place } = plot(name);
      const answer = await shop().client.placeOrder(buyer.token, body, idempotencyKey);
      expect(answer.status).toBeGreaterThanOrEqual(500);
      await shop().client.settle();
      expect(await eventsOf(orderId)).toEqual([]);
      expect((await shop().client.order(buyer.token, orderId)).status).toBe(404);
      await place();
      expect(await shop().ended(orderId)).toMatchObject({ status: 'Paid' });
    },
  );

  test(scenario('order.placed before the commit', 'emitted after it, although the answer was lost'), async () => {
    const { orderId, buyer, body, idempotencyKey } = plot('dies after the commit');
    const answer = await shop().client.placeOrder(buyer.token, body, idempotencyKey);
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(await shop().ended(orderId)).toMatchObject({ status: 'Paid' });
    const again = await shop().client.placeOrder(buyer.token, body, idempotencyKey);
    expect(read(again, 202, orderSchema)).toMatchObject({ orderId, status: 'AwaitingValidation' });
    await shop().client.settle();
    expect((await eventsOf(orderId)).sort()).toHaveLength(5);
  });
});

describe('the same orders, placed twice over', () => {
  const methods = ['pm_card_visa', 'pm_card_chargeDeclined', 'pm_sim_capture_fails', 'pm_card_visa'];

  /** Eight orders, of which two are short; what became of them, of the stock and of its ledger. */
  async function outcome() {
    const [ample, none] = await Promise.all([shop().newItem({ units: 10 }), shop().newItem()]);
    const placed = await atOnce(8, (index) => shop().placeOne(index >= 6 ? none : ample, 1, methods[index % 4]));
    const orders = await shop().settled(placed);
    const { available, reserved, sold } = await shop().stock(ample);
    const movements = await Promise.all([ample, none].map((sku) => shop().movements(sku)));
    return {
      orders: orders.map(({ status, reason, payment }) => ({ status, reason, payment })),
      stock: { available, reserved, sold },
      causes: movements.map((rows) => rows.map(({ cause }) => cause).sort()),
      events: await Promise.all(orders.map(async ({ orderId }) => (await eventsOf(orderId)).sort())),
    };
  }

  test(scenario('a consumer sees events twice and reordered'), async () => {
    await endFaults(shop());
    const expected = await outcome();
    await inject(shop(), 'twice and reordered', [
      { at: 'delivery', fault: 'reorder', delayMilliseconds: 400, probability: 0.4 },
      { at: 'delivery', fault: 'duplicate' },
    ]);
    expect(await outcome()).toEqual(expected);
    expect(Math.min(...(await hits(shop())))).toBeGreaterThan(10);
    await endFaults(shop());
  });
});

testLawsAfterwards(shop);
