import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demote, promote } from '../../../adapters/dynamodb/hot/registry.ts';
import type { AdmittedOrder } from '../../../domain/inventory/hot.ts';
import { reserveOrders } from '../../../functions/events/reserving/reserve-orders.ts';
import { startTestEngine, type TestEngine } from '../../support/engine.ts';
import { at, HotInventory } from '../../support/hot-inventory.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.stop());

const skus = ['a', 'b', 'c'] as const;

const wanted = fc
  .uniqueArray(fc.constantFrom(...skus), { minLength: 1, maxLength: 3 })
  .chain((names) => fc.tuple(...names.map((name) => fc.tuple(fc.constant(name), fc.integer({ min: 1, max: 4 })))));

/** What there is, what is wanted, how many orders come together, and which of them come a second time. */
const histories = fc.record({
  units: fc.tuple(...skus.map(() => fc.integer({ min: 0, max: 12 }))),
  orders: fc.array(wanted, { minLength: 1, maxLength: 14 }),
  batchSize: fc.integer({ min: 1, max: 6 }),
  repeated: fc.array(fc.nat(), { maxLength: 4 }),
});
type History = typeof histories extends fc.Arbitrary<infer Value> ? Value : never;

/** @param hot whether each of the SKUs is, one after the other */
async function shelves({ units }: History, hot: readonly boolean[]): Promise<HotInventory> {
  const inventory = new HotInventory(engine);
  for (const [index, name] of skus.entries()) {
    await inventory.stock(name, units[index] ?? 0, { hot: hot[index] ?? false });
  }
  return inventory;
}

function messages(inventory: HotInventory, { orders, repeated }: History): AdmittedOrder[] {
  const first = orders.map((lines, index) => inventory.order(`order-${index}`, lines));
  return [...first, ...repeated.flatMap((index) => first[index % first.length] ?? [])];
}

function batches<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

/** One order after the other, by transactions alone. */
async function oneByOne(history: History): Promise<HotInventory> {
  const inventory = await shelves(history, []);
  const worker = inventory.worker();
  for (const order of messages(inventory, history)) await reserveOrders(worker, [order]);
  return inventory;
}

test('by escrow or by transactions, the same history ends the same', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const expected = await oneByOne(history);
      const inventory = await shelves(history, [true, true, true]);
      const worker = inventory.worker();
      // One that has yet to learn what is hot decides on some orders of a batch a moment later than on others.
      worker.heat.learn(skus.map((name) => inventory.sku(name)));
      for (const batch of batches(messages(inventory, history), history.batchSize)) await reserveOrders(worker, batch);
      expect(await inventory.violations()).toEqual([]);
      expect(await expected.violations()).toEqual([]);
      expect(await inventory.decisions()).toEqual(await expected.decisions());
      expect(await inventory.available()).toEqual(await expected.available());
    }),
    { numRuns: 40 },
  );
});

test('workers at the same time, while SKUs become hot and quiet: every law holds', { timeout: 120_000 }, async () => {
  const switches = fc.array(fc.tuple(fc.constantFrom(...skus), fc.boolean()), { maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(histories, switches, async (history, switching) => {
      const inventory = await shelves(history, [true, false, false]);
      const all = batches(messages(inventory, history), history.batchSize);
      const undecided: AdmittedOrder[] = [];
      const work = all.map(async (batch) => {
        const decided = await reserveOrders(inventory.worker(), batch);
        undecided.push(...batch.filter(({ orderId }) => decided.get(orderId) instanceof Error));
      });
      await Promise.all([...work, toggle(inventory, switching)]);
      // Messages that were not decided on come again.
      for (const order of undecided) await reserveOrders(inventory.worker(), [order]);
      expect(await inventory.violations()).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

async function toggle(inventory: HotInventory, switching: readonly (readonly [string, boolean])[]): Promise<void> {
  for (const [name, isHot] of switching) {
    const sku = inventory.sku(name);
    const stock = (await inventory.stocks()).find((one) => one.sku === sku);
    if (isHot) await promote(inventory.table, sku, at);
    else if (stock?.leases !== undefined) await demote(inventory.table, stock, at);
  }
}

describe('a hot SKU', () => {
  test('is demoted only when nothing is open on it, and promoted again', async () => {
    const inventory = new HotInventory(engine);
    await inventory.stock('mug', 3, { hot: true });
    const sku = inventory.sku('mug');
    const { batchId } = inventory.batch();
    await inventory.steps.openLease({ sku, batchId, at, units: 1, orderCount: 1 });
    const stock = async () => {
      const [found] = await inventory.stocks();
      if (found === undefined) throw new Error('The mug is gone');
      return found;
    };
    expect(await demote(inventory.table, await stock(), at)).toBe('in_use');
    await inventory.steps.closeLease(sku, batchId, 1);
    expect(await demote(inventory.table, await stock(), at)).toBe('demoted');
    expect((await stock()).leases).toBeUndefined();
    expect(await promote(inventory.table, sku, at)).toBe('promoted');
    expect(await promote(inventory.table, sku, at)).toBe('already_hot');
    expect(await promote(inventory.table, inventory.sku('unknown'), at)).toBe('item_not_found');
  });

  test('that is busy is found, and the worker goes by escrow from then on', async () => {
    const inventory = new HotInventory(engine);
    await inventory.stock('mug', 300, { hot: false });
    const worker = inventory.worker();
    const order = (index: number) => inventory.order(String(index), [['mug', 1]]);
    for (let index = 0; index < 9; index++) worker.heat.count([inventory.sku('mug')], 1, at);
    expect(worker.heat.busy(at)).toEqual([]);
    await reserveOrders(worker, [order(0)]);
    expect(worker.heat.busy(at)).toEqual([inventory.sku('mug')]);
    await promote(inventory.table, inventory.sku('mug'), at);
    const decided = await reserveOrders(worker, [order(1)]);
    expect([...decided.values()]).toMatchObject([{ outcome: 'held', path: 'escrow' }]);
    expect(await inventory.violations()).toEqual([]);
  });
});
