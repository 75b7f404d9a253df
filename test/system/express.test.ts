import { expect, test } from 'vitest';
import { endFaults, hits, inject } from '../support/faults.ts';
import { laterStates as states } from '../support/later-states.ts';
import { expectLaws } from '../support/laws.ts';
import type { OrderView } from '../support/schemas.ts';
import { useShop } from '../support/use-shop.ts';
import { atOnce, waitFor } from '../support/wait.ts';

/** Time enough on a busy machine, until it is time itself that has to end an attempt. */
const shop = useShop({ ORCHESTRATION: 'express', SWEEP_SECONDS: 1, SAGA_TIMEOUT_SECONDS: 30 });

const methods = ['pm_card_visa', 'pm_card_chargeDeclined', 'pm_sim_capture_fails'] as const;
const ends = ['Paid', 'payment_failed', 'payment_failed'];

/** Orders of every method in turn, of a SKU that has enough for all. */
async function placeSome(count: number): Promise<OrderView[]> {
  const sku = await shop().newItem({ units: count });
  return atOnce(count, (index) => shop().placeOne(sku, 1, methods[index % methods.length]));
}

/** A message whose worker was too slow is hidden for half a minute, which may happen more than once on a busy machine. */
const settleSeconds = 120;
const timeout = 180_000;

const endOf = (order: OrderView) => order.reason ?? order.status;

test('an execution that runs twice, beside itself and from any state, ends its order as one does', {
  timeout,
}, async () => {
  await inject(
    shop(),
    'twice',
    states.map((operation) => ({ at: 'transition', operation, fault: 'duplicate' })),
  );
  const placed = await placeSome(6);
  await shop().client.settle(settleSeconds);
  const ended = await shop().settled(placed);
  expect(ended.map(endOf)).toEqual([...ends, ...ends]);
  for (const struck of await hits(shop())) expect(struck).toBeGreaterThan(0);
  await endFaults(shop());
  await expectLaws(shop());
});

test('a start that is repeated is another execution, and one payment', async () => {
  const start = { at: 'call', service: 'stepfunctions', operation: 'StartExecution' };
  await inject(shop(), 'started twice', [{ ...start, fault: 'duplicate' }]);
  const [order] = await shop().settled(await placeSome(1));
  expect(await hits(shop())).toEqual([1]);
  expect(order?.status).toBe('Paid');
  expect(await shop().payments(order?.orderId ?? '')).toEqual(['authorize succeeded', 'capture succeeded']);
  await endFaults(shop());
});

test('executions that a power failure cuts off run again from their first state', { timeout }, async () => {
  const placed = await placeSome(12);
  await waitFor('an order to be paid', async () => {
    const orders = await Promise.all(placed.map(({ orderId }) => shop().order(orderId)));
    return orders.some(({ status }) => status === 'Paid') ? true : undefined;
  });
  await shop().run.kill();
  await shop().run.restart({ SAGA_TIMEOUT_SECONDS: 5 });
  await shop().client.settle(settleSeconds);
  const ended = await shop().settled(placed);
  expect(ended.map(({ status }) => status)).not.toContain('StockConfirmed');
  await expectLaws(shop());
});

test('an execution that is lost at any state leaves no letter, and the sweep recovers its order', {
  timeout,
}, async () => {
  await inject(
    shop(),
    'lost',
    states.map((operation) => ({ at: 'transition', operation, fault: 'crash_before', times: 1 })),
  );
  const placed = await placeSome(12);
  expect(await shop().client.settle(settleSeconds)).toBe(0);
  expect(await hits(shop())).toEqual(states.map(() => 1));
  const ended = await shop().settled(placed);
  for (const [index, order] of ended.entries()) {
    expect([ends[index % ends.length], 'payment_timeout']).toContain(endOf(order));
  }
  await endFaults(shop());
  await expectLaws(shop());
});
