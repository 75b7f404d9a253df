import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { counting, endFaults, type FaultRule, inject, ruleHits } from '../../support/faults.ts';
import { testLawsAfterwards } from '../../support/laws.ts';
import type { LocalRunSettings } from '../../support/local-run.ts';
import { type PlannedOrder, placePlanned, planOrder } from '../../support/planned-order.ts';
import { pruneProvider } from '../../support/prune-provider.ts';
import { scenario } from '../../support/scenarios/scenario.ts';
import { ShiftedClocks, type Shifts } from '../../support/shifted-clocks.ts';
import { useShop } from '../../support/use-shop.ts';
import { waitFor } from '../../support/wait.ts';

const minutes = (count: number) => 60 * count;
const hours = (count: number) => 60 * minutes(count);

const clocks = new ShiftedClocks();
afterAll(() => clocks.remove());
const shop = useShop({
  ...clocks.settings,
  RESERVATION_TTL_SECONDS: minutes(4),
  SWEEP_SECONDS: 1,
  SAGA_TIMEOUT_SECONDS: minutes(30),
});

const untouched = { available: 5, reserved: 0, sold: 0 };
const sold = { available: 3, reserved: 0, sold: 2 };
const slow = { fault: 'delay', delayMilliseconds: 3_000, times: 1 };
const struck = (rule: number, times = 1) =>
  waitFor('the fault to strike', async () => (((await ruleHits(shop()))[rule]?.hits ?? 0) >= times ? true : undefined));

const sweepMetrics = z.object({ OrdersInFlight: z.int(), OldestOrderInFlight: z.number(), ExpiryLag: z.number() });

/** What each sweep has measured. */
function sweeps() {
  const lines = shop().run.metrics.filter((line) => line.includes('ExpiryLag'));
  return lines.map((line) => sweepMetrics.parse(JSON.parse(line)));
}

async function causesOf(sku: string): Promise<string[]> {
  return (await shop().movements(sku)).map(({ cause }) => cause).toReversed();
}

describe('the deadline is four minutes away', () => {
  test(scenario('clocks five minutes apart', 'a sweep that is ahead expires nothing that is being paid'), async () => {
    const order = await planOrder(shop());
    const { orderId } = order;
    await inject(shop(), 'ahead', [
      { at: 'call', function: 'authorize-payment', operation: 'PutItem', orderId, ...slow },
      counting({ at: 'call', function: 'sweep', orderId }),
    ]);
    await placePlanned(shop(), order);
    await struck(0);
    clocks.set({ Sweep: minutes(5) });
    const before = (await ruleHits(shop()))[1]?.seen ?? 0;
    // Two sweeps look at the order, of which each reads it twice.
    await waitFor('two sweeps', async () =>
      ((await ruleHits(shop()))[1]?.seen ?? 0) >= before + 4 ? true : undefined,
    );
    expect(await shop().ended(orderId)).toMatchObject({ status: 'Paid', reservation: { status: 'Committed' } });
    expect(await shop().stock(order.sku)).toMatchObject(sold);
  });

  test(scenario('clocks five minutes apart', 'what a sweep that is ahead has expired is not paid'), async () => {
    const order = await planOrder(shop());
    clocks.set({ Sweep: minutes(5) });
    await inject(shop(), 'ahead', [{ at: 'invoke', function: 'authorize-payment', orderId: order.orderId, ...slow }]);
    await placePlanned(shop(), order);
    expect(await shop().ended(order.orderId)).toMatchObject({ status: 'Cancelled', reason: 'expired' });
    await shop().client.settle();
    expect(await shop().payments(order.orderId)).toEqual([]);
    expect(await causesOf(order.sku)).toEqual(['adjusted', 'reserved', 'expired']);
  });

  test('how late units came back, and how long orders are in flight, is measured by the sweep', async () => {
    const late = await waitFor('the metric', async () => sweeps().find(({ ExpiryLag }) => ExpiryLag > 0));
    expect(late.OrdersInFlight).toBe(1);
    // By its own clock, five minutes ahead: four minutes were the order's.
    expect(Math.abs(late.OldestOrderInFlight - minutes(5))).toBeLessThan(30);
    expect(Math.abs(late.ExpiryLag - minutes(1))).toBeLessThan(30);
  });

  test(scenario('clocks five minutes apart', 'an attempt that is ahead is refused, and all agree'), async () => {
    await endFaults(shop());
    clocks.set({ AuthorizePayment: minutes(5) });
    const order = await planOrder(shop());
    await placePlanned(shop(), order);
    expect(await shop().ended(order.orderId)).toMatchObject({ status: 'Cancelled', reason: 'expired' });
    await shop().client.settle();
    expect(await shop().payments(order.orderId)).toEqual([]);
    expect(await shop().stock(order.sku)).toMatchObject(untouched);
    clocks.set({});
  });
});

type Answers = { readonly order: string; readonly adjustment: string };

const adjustmentKey = randomUUID();
let paid: PlannedOrder;
let first: Answers;

/** Asks for the same order and the same adjustment as ever, byte for byte. */
async function ask(): Promise<Answers> {
  await shop().signInAgain();
  const token = await shop().client.token(paid.buyer.sub);
  const order = await shop().client.placeOrder(token, paid.body, paid.idempotencyKey);
  const adjustment = await shop().client.adjust(
    shop().staff,
    paid.sku,
    { delta: 7, reason: 'received' },
    adjustmentKey,
  );
  expect([order.status, adjustment.status]).toEqual([202, 201]);
  return { order: order.text, adjustment: adjustment.text };
}

/** The order gets its units, but nobody hears of it: its message will come again, and it waits until then. */
function unheardReservation({ orderId }: PlannedOrder): FaultRule[] {
  return [
    { at: 'invoke', function: 'reserve-stock', orderId, fault: 'timeout_after' },
    { at: 'delivery', function: 'advance-order', orderId, fault: 'error' },
  ];
}

function isReserved({ sku }: PlannedOrder): Promise<true> {
  return waitFor('the units to be reserved', async () => ((await shop().stock(sku)).reserved > 0 ? true : undefined));
}

/** Cuts the power, so that nobody remembers anything but what is stored, and sets all clocks. */
async function powerFailure(shifts: Shifts, settings: LocalRunSettings, meanwhile = async () => {}) {
  await shop().run.kill();
  await meanwhile();
  clocks.set(shifts);
  await shop().run.restart(settings);
  await shop().signInAgain();
  await shop().client.settle();
}

/** For how long a reservation was made, give or take the time that it took to make it. */
async function holdSeconds({ orderId }: PlannedOrder): Promise<number> {
  const { createdAt, reservation } = await shop().order(orderId);
  return (Date.parse(reservation?.deadline ?? '') - Date.parse(createdAt)) / 1000;
}

describe('eleven minutes later', () => {
  let unheard: PlannedOrder;

  beforeAll(async () => {
    [paid, unheard] = await Promise.all([planOrder(shop()), planOrder(shop())]);
    await inject(shop(), 'unheard', unheardReservation(unheard));
    await Promise.all([placePlanned(shop(), paid), placePlanned(shop(), unheard)]);
    await shop().ended(paid.orderId);
    first = await ask();
    await isReserved(unheard);
    await powerFailure({ main: minutes(11), '': minutes(11) }, { RESERVATION_TTL_SECONDS: hours(168) });
  });

  test(scenario('the same operation again after 11 minutes, after 25 hours', 'requests after 11 minutes'), async () => {
    expect(await ask()).toEqual(first);
    await shop().client.settle();
    expect(await causesOf(paid.sku)).toEqual(['adjusted', 'reserved', 'committed', 'adjusted']);
    expect(await shop().stock(paid.sku)).toMatchObject({ available: 3 + 7, reserved: 0, sold: 2 });
  });

  test(
    scenario('the same operation again after 11 minutes, after 25 hours', 'a message after 11 minutes'),
    async () => {
      expect(await causesOf(unheard.sku)).toEqual(['adjusted', 'reserved', 'expired']);
      expect(await shop().stock(unheard.sku)).toMatchObject(untouched);
    },
  );

  test(scenario('deadline setting changed, 0, or huge', 'huge now: what was held for minutes expires'), async () => {
    expect(await shop().order(unheard.orderId)).toMatchObject({ status: 'Cancelled', reason: 'expired' });
    expect(Math.floor((await holdSeconds(unheard)) / minutes(4))).toBe(1);
  });
});

describe('twenty-five hours later', () => {
  let unheard: PlannedOrder;
  let authorized: PlannedOrder;

  beforeAll(async () => {
    [unheard, authorized] = await Promise.all([planOrder(shop()), planOrder(shop())]);
    const lost = { at: 'invoke', function: 'authorize-payment', orderId: authorized.orderId, fault: 'timeout_after' };
    await inject(shop(), 'unheard', [...unheardReservation(unheard), lost]);
    await Promise.all([placePlanned(shop(), unheard), placePlanned(shop(), authorized)]);
    await isReserved(unheard);
    await waitFor('the authorisation', async () =>
      (await shop().payments(authorized.orderId)).length > 0 ? true : undefined,
    );
    const forget = () => pruneProvider(shop().run, `${authorized.orderId}.1`);
    // The engine has the machine's clock: by that of its reader, a stream's records must not be older than it keeps them.
    await powerFailure({ main: hours(11), '': hours(25) }, { RESERVATION_TTL_SECONDS: 1 }, forget);
  });

  test(scenario('the same operation again after 11 minutes, after 25 hours', 'requests after 25 hours'), async () => {
    expect(await ask()).toEqual(first);
    await shop().client.settle();
    expect(await causesOf(paid.sku)).toEqual(['adjusted', 'reserved', 'committed', 'adjusted']);
    expect(await shop().payments(paid.orderId)).toEqual(['authorize succeeded', 'capture succeeded']);
  });

  test(scenario('the same operation again after 11 minutes, after 25 hours', 'a message after 25 hours'), async () => {
    expect(await causesOf(unheard.sku)).toEqual(['adjusted', 'reserved', 'committed']);
    expect(await shop().stock(unheard.sku)).toMatchObject(sold);
  });

  test(scenario('deadline setting changed, 0, or huge', 'a second now: what is held for a week is paid'), async () => {
    expect(await shop().order(unheard.orderId)).toMatchObject({ status: 'Paid', payment: { status: 'captured' } });
    expect(Math.floor((await holdSeconds(unheard)) / hours(168))).toBe(1);
  });

  test(scenario('authorisation asked again after 24 h'), async () => {
    // The provider has forgotten the key: had it been asked to authorise again, it would have charged again.
    expect(await shop().order(authorized.orderId)).toMatchObject({ status: 'Cancelled', reason: 'payment_timeout' });
    expect(await shop().payments(authorized.orderId)).toEqual(['void succeeded']);
    expect(await shop().stock(authorized.sku)).toMatchObject(untouched);
  });
});

test('the execution that the power failure cost its time waits for a person, and redriven it changes nothing', async () => {
  const letters = (await shop().client.deadLetters()).map(({ queue }) => queue);
  // A scheduled run that the power failure cut off is too old, hours later, to be tried again: its letter is right.
  const isOfSchedule = (queue: string) => /(Sweep|Reconciliation)DeadLetters/.test(queue);
  expect(letters.filter((queue) => !isOfSchedule(queue))).toEqual([expect.stringContaining('FailedExecutions')]);
  expect(await shop().client.redrive()).toBe(letters.length);
});

testLawsAfterwards(shop);
