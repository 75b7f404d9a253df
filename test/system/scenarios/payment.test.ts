import { beforeAll, describe, expect, test } from 'vitest';
import { usePlots } from '../../support/aimed-faults.ts';
import { distinctEvents } from '../../support/event-laws.ts';
import { expectLaws } from '../../support/laws.ts';
import { scenario } from '../../support/scenarios/scenario.ts';
import { useShop } from '../../support/use-shop.ts';
import { waitUntil } from '../../support/wait.ts';

const sagaTimeoutSeconds = 5;
const shop = useShop({ SWEEP_SECONDS: 1, SAGA_TIMEOUT_SECONDS: sagaTimeoutSeconds, RESERVATION_TTL_SECONDS: 3 });
beforeAll(() => shop().warmUp());

/** Keeps a call on its way for longer than the saga may take: the recovery closes, voids and releases meanwhile. */
const late = { at: 'call', fault: 'delay', delayMilliseconds: 9_000, times: 1 };
const answerLost = { at: 'invoke', fault: 'timeout_after' };

const plot = usePlots(shop, {
  'late commit': { faults: [{ ...late, function: 'commit-order', operation: 'TransactWriteItems' }] },
  'late authorisation': { faults: [{ ...late, function: 'authorize-payment', operation: 'PutItem' }] },
  'lost commits': { faults: [{ ...answerLost, function: 'commit-order' }] },
  'lost authorisations': { faults: [{ ...answerLost, function: 'authorize-payment' }] },
  'lost captures': { faults: [{ ...answerLost, function: 'capture-payment', times: 8 }] },
  'no captures': { faults: [{ at: 'invoke', fault: 'timeout_before', function: 'capture-payment', times: 8 }] },
  'dead commits': { faults: [{ at: 'invoke', fault: 'crash_before', function: 'commit-order' }] },
  'crashed commit': {
    faults: [
      { at: 'call', fault: 'crash_before', function: 'commit-order', operation: 'TransactWriteItems', times: 1 },
    ],
  },
  'capture refused': { faults: [], paymentMethod: 'pm_sim_capture_fails' },
  'silent, then approved': { faults: [], paymentMethod: 'pm_sim_timeout_then_approved' },
  'silent, then declined': { faults: [], paymentMethod: 'pm_sim_timeout_then_declined' },
});

const untouched = { available: 5, reserved: 0, sold: 0 };
const sold = { available: 3, reserved: 0, sold: 2 };

async function eventsOf(orderId: string): Promise<string[]> {
  return distinctEvents(await shop().client.events())
    .filter(({ metadata }) => metadata.orderId === orderId)
    .map(({ happening }) => happening.detailType);
}

describe.concurrent('payments that go wrong, each in its own way, at the same time', () => {
  test(scenario('a commit arrives after the void'), async () => {
    const { orderId, sku, place, hits } = plot('late commit');
    await place();
    expect(await shop().ended(orderId)).toMatchObject({ status: 'Cancelled', reason: 'payment_timeout' });
    await shop().client.settle();
    expect(await hits()).toEqual([1]);
    expect(await shop().payments(orderId)).toEqual(['authorize succeeded', 'void succeeded']);
    expect((await shop().order(orderId)).history.map(({ status }) => status)).not.toContain('Paid');
    expect(await shop().stock(sku)).toMatchObject(untouched);
  });

  test(scenario('an authorisation arrives after "not found"'), async () => {
    const { orderId, sku, place, hits } = plot('late authorisation');
    await place();
    expect(await shop().ended(orderId)).toMatchObject({ status: 'Cancelled', reason: 'payment_timeout' });
    await shop().client.settle();
    expect(await hits()).toEqual([1]);
    expect(await shop().payments(orderId)).toEqual(['void succeeded', 'authorize refused']);
    expect(await shop().stock(sku)).toMatchObject(untouched);
  });

  test(scenario('a commit takes effect, its answer is lost, the compensation starts'), async () => {
    const { orderId, sku, place, hits } = plot('lost commits');
    await place();
    expect(await shop().ended(orderId)).toMatchObject({ status: 'Paid', reservation: { status: 'Committed' } });
    expect((await hits())[0]).toBeGreaterThan(1);
    expect(await shop().payments(orderId)).toEqual(['authorize succeeded', 'capture succeeded']);
    expect(await shop().stock(sku)).toMatchObject(sold);
  });

  test(scenario('payment succeeds after expiry', 'found out too late, it is voided'), async () => {
    const { orderId, sku, place, hits } = plot('lost authorisations');
    await place();
    const order = await shop().ended(orderId);
    expect((await hits())[0]).toBeGreaterThan(1);
    expect(order).toMatchObject({ status: 'Cancelled', reason: 'payment_timeout', payment: { status: 'voided' } });
    expect((order.history.at(-1)?.at ?? '') > (order.reservation?.deadline ?? '')).toBe(true);
    expect(await shop().payments(orderId)).toEqual(['authorize succeeded', 'void succeeded']);
    expect(await shop().stock(sku)).toMatchObject(untouched);
  });

  test.for(['lost captures', 'no captures'] as const)(
    scenario("the capture's answer never comes", '%s'),
    async (name) => {
      const { orderId, sku, place } = plot(name);
      const { createdAt } = await place();
      await shop().orderIn('Paid', orderId);
      await waitUntil(Date.parse(createdAt) + (sagaTimeoutSeconds + 2) * 1000);
      const order = await shop().ended(orderId);
      expect(order).toMatchObject({ status: 'Paid', payment: { status: 'captured' } });
      expect(await shop().payments(orderId)).toEqual(['authorize succeeded', 'capture succeeded']);
      expect(await shop().stock(sku)).toMatchObject(sold);
    },
  );

  test(scenario('charged, then the next step crashes', 'each time: undone by itself'), async () => {
    const { orderId, sku, place, hits } = plot('dead commits');
    await place();
    expect(await shop().ended(orderId)).toMatchObject({ status: 'Cancelled', reason: 'payment_timeout' });
    expect((await hits())[0]).toBeGreaterThan(1);
    expect(await shop().payments(orderId)).toEqual(['authorize succeeded', 'void succeeded']);
    expect(await shop().stock(sku)).toMatchObject(untouched);
  });

  test(scenario('charged, then the next step crashes', 'once: completed'), async () => {
    const { orderId, place, hits } = plot('crashed commit');
    await place();
    expect(await shop().ended(orderId)).toMatchObject({ status: 'Paid', payment: { status: 'captured', attempts: 1 } });
    expect(await hits()).toEqual([1]);
    expect(await shop().payments(orderId)).toEqual(['authorize succeeded', 'capture succeeded']);
  });

  test(scenario('capture refused for good', 'units back once, and told'), async () => {
    const { orderId, sku, place } = plot('capture refused');
    await place();
    expect(await shop().ended(orderId)).toMatchObject({ status: 'Cancelled', reason: 'payment_failed' });
    await shop().client.settle();
    const { history } = await shop().order(orderId);
    expect(history.map(({ status }) => status)).toContain('Paid');
    expect((await shop().movements(sku)).filter(({ cause }) => cause === 'returned')).toHaveLength(1);
    expect(await shop().stock(sku)).toMatchObject(untouched);
    expect(await shop().payments(orderId)).toEqual(['authorize succeeded', 'capture refused', 'void succeeded']);
    const told = await eventsOf(orderId);
    expect(told.filter((detailType) => detailType === 'OrderPaymentFailed')).toHaveLength(1);
    expect(told.filter((detailType) => detailType === 'OrderStockReleased')).toHaveLength(1);
  });

  test.for([
    ['silent, then approved', { status: 'Paid' }, ['authorize succeeded', 'capture succeeded']],
    ['silent, then declined', { status: 'Cancelled', reason: 'payment_failed' }, ['authorize declined']],
  ] as const)(scenario('the provider times out, outcome unknown', '%s'), async ([name, end, ledger]) => {
    const { orderId, place } = plot(name);
    await place();
    expect(await shop().ended(orderId)).toMatchObject({ ...end, payment: { attempts: 1 } });
    const rows = await shop().client.payments(orderId);
    expect(rows.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual(ledger);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(1);
  });
});

test('what was given up is redriven, to no second effect, and every law holds', async () => {
  // The executions whose captures were not answered for longer than they ask; the sweep has seen to their orders.
  await shop().client.settle();
  const [before, givenUp] = await Promise.all([shop().client.payments(), shop().client.deadLetters()]);
  expect(await shop().client.redrive()).toBe(givenUp.length);
  await expectLaws(shop());
  expect(await shop().client.payments()).toEqual(before);
});
