import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recoverBatch, reserveByEscrow } from '../../../../adapters/dynamodb/hot/escrow.ts';
import { heldReservation } from '../../../../domain/inventory/reservation.ts';
import { reserveOrders } from '../../../../functions/events/reserving/reserve-orders.ts';
import { startTestEngine, type TestEngine } from '../../../support/engine.ts';
import { FrozenSteps } from '../../../support/frozen-steps.ts';
import { at, HotInventory } from '../../../support/hot-inventory.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.stop());

/** Five mugs, which are hot, and three cups, which are not; seven orders, of which not all fit. */
async function rush() {
  const inventory = new HotInventory(engine);
  await inventory.stock('mug', 5, { hot: true });
  await inventory.stock('cup', 3, { hot: false });
  const orders = [
    inventory.order('one', [['mug', 2]]),
    inventory.order('mixed', [
      ['mug', 1],
      ['cup', 2],
    ]),
    inventory.order('large', [['mug', 4]]),
    inventory.order('cancelled', [['mug', 1]]),
    inventory.order('taken', [['mug', 1]]),
    inventory.order('half', [
      ['mug', 1],
      ['cup', 2],
    ]),
    inventory.order('last', [['mug', 1]]),
  ];
  const [, , , cancelled, taken] = orders;
  if (cancelled === undefined || taken === undefined) throw new Error('There are seven orders');
  await inventory.store({ orderId: cancelled.orderId, status: 'Released', lines: [] });
  // Another batch has decided about it, and is over: its unit came from elsewhere.
  const other = { ...taken, lines: [{ sku: inventory.sku('elsewhere'), quantity: 1 }] };
  await inventory.store(heldReservation({ ...other, decidedAt: at }, at, 'another-batch'));
  return { inventory, orders };
}

/** The mugs: two, one and one of five are held, and what a cancelled and a taken order were admitted for came back. */
const decided = {
  one: 'Held',
  mixed: 'Held',
  large: 'Rejected',
  cancelled: 'Released',
  taken: 'Held',
  half: 'Rejected',
  last: 'Held',
};

/** What a sweep does about everything that is leased, however young. */
async function recoverAll(inventory: HotInventory): Promise<string[]> {
  const batches = new Map<string, Map<string, number>>();
  for (const { sku, leases = {} } of await inventory.stocks()) {
    for (const [batchId, { units }] of Object.entries(leases)) {
      batches.set(batchId, (batches.get(batchId) ?? new Map<string, number>()).set(sku, units));
    }
  }
  return Promise.all([...batches].map(([batchId, leased]) => recoverBatch(inventory.steps, batchId, leased)));
}

/** Every message comes again, to a worker that knows nothing. */
async function redeliver(inventory: HotInventory): Promise<void> {
  const decisions = await reserveOrders(inventory.worker(), [...inventory.orders.values()]);
  expect([...decisions.values()].filter((decision) => decision instanceof Error)).toEqual([]);
}

test('a batch reserves in the order of arrival, each order all or nothing', async () => {
  const { inventory, orders } = await rush();
  await reserveByEscrow(inventory.steps, orders, inventory.batch());
  await redeliver(inventory);
  expect(await inventory.decisions()).toEqual(decided);
  expect(await inventory.available()).toEqual({ cup: 1, mug: 1 });
  expect(await inventory.violations()).toEqual([]);
});

test('an order whose message comes again is told what stands, and takes nothing', async () => {
  const { inventory, orders } = await rush();
  await reserveByEscrow(inventory.steps, orders, inventory.batch());
  await redeliver(inventory);
  const before = await inventory.reservations();
  const again = await reserveOrders(inventory.worker(), orders);
  expect(orders.map(({ orderId }) => again.get(orderId))).toMatchObject([
    { outcome: 'exists', status: 'Held' },
    { outcome: 'exists', status: 'Held' },
    { outcome: 'exists', status: 'Rejected' },
    { outcome: 'refused' },
    { outcome: 'exists', status: 'Held' },
    { outcome: 'exists', status: 'Rejected' },
    { outcome: 'exists', status: 'Held' },
  ]);
  expect(await inventory.reservations()).toEqual(before);
  expect(await inventory.available()).toEqual({ cup: 1, mug: 1 });
});

/** How many writes a batch of the rush makes. */
async function writesOfBatch(): Promise<number> {
  const { inventory, orders } = await rush();
  const worker = new FrozenSteps(inventory.steps, Number.POSITIVE_INFINITY, 'before');
  await reserveByEscrow(worker.steps, orders, inventory.batch());
  return worker.count;
}

describe.each(['before', 'after'] as const)('a worker that stands still %s any of its writes', (side) => {
  type Rush = Awaited<ReturnType<typeof rush>> & { readonly goOn: () => Promise<unknown> };

  async function atEachWrite(then: (rush: Rush) => Promise<void>): Promise<void> {
    const writes = await writesOfBatch();
    expect(writes).toBeGreaterThan(10);
    for (let write = 1; write <= writes; write++) {
      const { inventory, orders } = await rush();
      const worker = new FrozenSteps(inventory.steps, write, side);
      const working = reserveByEscrow(worker.steps, orders, inventory.batch());
      await worker.frozen();
      const goOn = () => {
        worker.wake();
        return working;
      };
      await then({ inventory, orders, goOn });
      expect(await inventory.violations(), `at write ${write}`).toEqual([]);
      expect(await inventory.decisions(), `at write ${write}`).toEqual(decided);
    }
  }

  test('is recovered, and nothing is stranded', () =>
    atEachWrite(async ({ inventory, goOn }) => {
      await recoverAll(inventory);
      await redeliver(inventory);
      expect(await inventory.violations()).toEqual([]);
      await goOn();
    }));

  test('is recovered, goes on amid that, and changes nothing', () =>
    atEachWrite(async ({ inventory, goOn }) => {
      await Promise.all([recoverAll(inventory), goOn()]);
      await redeliver(inventory);
    }));

  test('is overtaken by another worker with the same messages', () =>
    atEachWrite(async ({ inventory, orders, goOn }) => {
      const decisions = await reserveOrders(inventory.worker(), orders);
      const refused = [...decisions.values()].filter(
        (decision) => !(decision instanceof Error) && decision.outcome === 'rejected',
      );
      // Whatever is in escrow may come back: only what is short even so is refused.
      expect(refused.length).toBeLessThanOrEqual(2);
      await goOn();
      await redeliver(inventory);
    }));
});

test('a recovery that comes before the decision bars it: nobody was admitted, and the units are back', async () => {
  const { inventory, orders } = await rush();
  const worker = new FrozenSteps(inventory.steps, 3, 'before');
  const working = reserveByEscrow(worker.steps, orders, inventory.batch());
  await worker.frozen();
  expect(await recoverAll(inventory)).toEqual(['aborted']);
  worker.wake();
  const outcomes = [...(await working).values()].map(({ outcome }) => outcome);
  expect(outcomes).not.toContain('held');
  expect(await inventory.available()).toEqual({ cup: 3, mug: 5 });
});

test('a lease that is asked for twice is one', async () => {
  const { inventory } = await rush();
  const request = { ...inventory.batch(), sku: inventory.sku('mug'), units: 2, orderCount: 1 };
  expect((await inventory.steps.openLease(request)).units).toBe(2);
  expect((await inventory.steps.openLease(request)).units).toBe(2);
  expect(await inventory.available()).toMatchObject({ mug: 3 });
});

test('after the last unit, refusing writes no stock', async () => {
  const inventory = new HotInventory(engine);
  await inventory.stock('gone', 0, { hot: true });
  const before = await inventory.stocks();
  await reserveOrders(
    inventory.worker(),
    Array.from({ length: 20 }, (_, index) => inventory.order(String(index), [['gone', 1]])),
  );
  expect(new Set(Object.values(await inventory.decisions()))).toEqual(new Set(['Rejected']));
  expect(await inventory.stocks()).toEqual(before);
});
