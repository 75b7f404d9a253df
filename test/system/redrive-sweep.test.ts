import { expect, test } from 'vitest';
import { endFaults, inject } from '../support/faults.ts';
import { testLawsAfterwards } from '../support/laws.ts';
import { redrive, runRedrive } from '../support/redrive.ts';
import { useShop } from '../support/use-shop.ts';
import { waitFor, waitUntil } from '../support/wait.ts';

const limits = { SWEEP_SECONDS: 1, SAGA_TIMEOUT_SECONDS: 5 };
const shop = useShop(limits);

/** Nobody is left to help an order: its execution dies, and every sweep is denied. */
async function strand(): Promise<string> {
  const sku = await shop().newItem({ units: 1 });
  await inject(shop(), 'no sweep', [
    { at: 'call', function: 'FunctionsSweep', fault: 'deny' },
    { at: 'transition', operation: 'CapturePayment', fault: 'crash_before', times: 1 },
  ]);
  const { orderId } = await shop().placeOne(sku);
  const { history } = await shop().orderIn('Paid', orderId);
  const stuckAfter = limits.SAGA_TIMEOUT_SECONDS + 2 * limits.SWEEP_SECONDS;
  await waitUntil(Date.parse(history.at(-1)?.at ?? '') + stuckAfter * 1000);
  return orderId;
}

test('an order that nobody helps, its execution and the sweeps that failed are listed, and redriven kind by kind', {
  timeout: 120_000,
}, async () => {
  const orderId = await strand();
  const listed = await redrive(shop());
  const kinds = new Set(listed.items.map(({ kind }) => kind));
  expect(kinds).toEqual(new Set(['order', 'execution', 'schedule']));
  expect(listed.items.find(({ kind }) => kind === 'order')).toMatchObject({
    orderId,
    what: 'Paid, payment authorized',
    why: 'in flight for longer than 7 s',
  });
  expect(listed.items.find(({ kind }) => kind === 'schedule')).toMatchObject({
    where: 'Sweep',
    why: expect.stringContaining('AccessDenied'),
  });

  // The sweep cannot work yet: run again, it fails again, and its letters stay.
  const sweeps = await redrive(shop(), '--kind', 'schedule');
  expect(sweeps.code).toBe(1);
  expect(new Set(sweeps.items.map(({ outcome }) => outcome))).toEqual(new Set(['left']));
  expect(sweeps.items[0]?.detail).toMatch(/^it failed again: .*AccessDenied/);

  const order = await redrive(shop(), '--kind', 'order');
  expect(order).toMatchObject({ code: 0, items: [{ orderId, outcome: 'redriven', detail: 'a recovery is started' }] });
  expect(await shop().ended(orderId)).toMatchObject({ status: 'Paid', payment: { status: 'captured' } });
  expect(await shop().payments(orderId)).toEqual(['authorize succeeded', 'capture succeeded']);

  const execution = await redrive(shop(), '--order', orderId);
  expect(execution).toMatchObject({ code: 0, items: [{ kind: 'execution', orderId, outcome: 'nothing_to_do' }] });
});

test('one run of the sweep stands for all that failed, once its cause is gone', async () => {
  await endFaults(shop());
  await waitFor('the last sweep that fails', async () => ((await shop().client.settle()) > 0 ? true : undefined));
  const { code, output } = await runRedrive({ BASE_URL: shop().run.url }, ['--all']);
  expect(code).toBe(0);
  expect(output).toMatch(/^ {2}redriven +schedule +Sweep /m);
  expect(output).toMatch(/^\d+ redriven, 0 nothing to do, 0 left\.$/m);
  expect((await redrive(shop())).items).toEqual([]);
});

testLawsAfterwards(shop);
