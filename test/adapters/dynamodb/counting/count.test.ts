import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countReservations, countSettlement } from '../../../../adapters/dynamodb/counting/count.ts';
import { startTestEngine, type TestEngine } from '../../../support/engine.ts';
import { Died, type Fate, MortalClient } from './mortal-client.ts';
import { at, type Ending, Shelf } from './shelf.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.stop());

async function expectCounted(shelf: Shelf): Promise<void> {
  for (const sku of shelf.skus) expect(await shelf.totals(sku)).toEqual(await shelf.expected(sku));
  expect(await shelf.openTokens()).toEqual([]);
  expect(await shelf.uncounted()).toEqual([]);
}

/** Five orders over two SKUs, each with another end; the last one holds so much that a batch could be counted twice. */
async function variedShelf(): Promise<Shelf> {
  const shelf = await Shelf.stock(engine, 2, 40);
  const [first = '', second = ''] = shelf.skus;
  const endings: readonly (readonly Ending[])[] = [['commit'], ['release'], ['expire'], ['commit', 'return'], []];
  for (const [index, steps] of endings.entries()) {
    const line = { sku: first, quantity: steps.length === 0 ? 15 : index + 1 };
    const orderId = await shelf.hold(index % 2 === 0 ? [line] : [line, { sku: second, quantity: 2 }]);
    for (const step of steps) await shelf.end(orderId, step);
  }
  return shelf;
}

describe('counting what has ended', () => {
  test('brings the totals after it, once, however often it is told', async () => {
    const shelf = await variedShelf();
    const [first = '', second = ''] = shelf.skus;
    const told = await shelf.reservations();
    expect(await countReservations(shelf.table(), told, at)).toBe(5);
    expect(await shelf.totals(first)).toEqual({ available: 24, reserved: 15, sold: 1 });
    expect(await shelf.totals(second)).toEqual({ available: 40, reserved: 0, sold: 0 });
    expect(await countReservations(shelf.table(), told, at)).toBe(0);
    expect(await countReservations(shelf.table(), await shelf.reservations(), at)).toBe(0);
    await expectCounted(shelf);
  });

  test('leaves units where they were until then', async () => {
    const shelf = await variedShelf();
    const [sku = ''] = shelf.skus;
    expect(await shelf.totals(sku)).toEqual({ available: 15, reserved: 25, sold: 0 });
    expect(await shelf.uncounted()).toHaveLength(4);
  });

  test('writes each stock item twice for a step, whatever the number of orders', async () => {
    const shelf = await Shelf.stock(engine, 1, 100);
    const [sku = ''] = shelf.skus;
    for (let order = 0; order < 30; order++) await shelf.end(await shelf.hold([{ sku, quantity: 1 }]), 'commit');
    const worker = new MortalClient(engine.client);
    await countReservations(shelf.table(worker), await shelf.reservations(), at);
    // Token, record, a claim for each order, and the totals with the token's end.
    expect(worker.requests).toBe(1 + 1 + 30 + 1);
    await expectCounted(shelf);
  });

  test('counts a return that is told before its commit was', async () => {
    const shelf = await Shelf.stock(engine, 1, 3);
    const [sku = ''] = shelf.skus;
    const orderId = await shelf.hold([{ sku, quantity: 2 }]);
    await shelf.end(orderId, 'commit');
    const early = await shelf.reservations();
    await shelf.end(orderId, 'return');
    await countReservations(shelf.table(), await shelf.reservations(), at);
    expect(await shelf.totals(sku)).toEqual({ available: 3, reserved: 0, sold: 0 });
    await countReservations(shelf.table(), early, at);
    await expectCounted(shelf);
  });

  test('a message of before a return leaves the mark of the return', async () => {
    const shelf = await Shelf.stock(engine, 1, 3);
    const [sku = ''] = shelf.skus;
    const orderId = await shelf.hold([{ sku, quantity: 2 }]);
    await shelf.end(orderId, 'commit');
    const early = await shelf.reservations();
    await shelf.end(orderId, 'return');
    await countReservations(shelf.table(), early, at);
    expect(await shelf.totals(sku)).toEqual({ available: 1, reserved: 0, sold: 2 });
    expect(await shelf.uncounted()).toEqual([orderId]);
    await countReservations(shelf.table(), await shelf.reservations(), at);
    await expectCounted(shelf);
  });

  test('a return, and a write-off, wait for the batch that counts the commit, and finish it', async () => {
    const shelf = await Shelf.stock(engine, 1, 3);
    const [sku = ''] = shelf.skus;
    const orderId = await shelf.hold([{ sku, quantity: 2 }]);
    await shelf.end(orderId, 'commit');
    // Dies before its last request: the commit is claimed, and not counted.
    const dying = new MortalClient(engine.client, 3);
    await expect(countReservations(shelf.table(dying), await shelf.reservations(), at)).rejects.toThrow(Died);
    const [reservation] = await shelf.reservations();
    if (reservation === undefined) throw new Error('The reservation is gone');
    expect(reservation).toMatchObject({ countedBy: expect.any(String) });
    expect(await shelf.totals(sku)).toEqual({ available: 1, reserved: 2, sold: 0 });
    await countSettlement(shelf.table(), reservation, at);
    expect(await shelf.totals(sku)).toEqual({ available: 1, reserved: 0, sold: 2 });
    await shelf.end(orderId, 'return');
    await countReservations(shelf.table(), await shelf.reservations(), at);
    await expectCounted(shelf);
  });
});

describe.each<Fate>(['dies_before', 'dies_after', 'is_held_up'])('a worker that %s at any of its requests', (fate) => {
  test('leaves nothing undone, and does nothing twice', async () => {
    for (let request = 0; ; request++) {
      const shelf = await variedShelf();
      const worker = new MortalClient(engine.client, request, fate);
      const work = countReservations(shelf.table(worker), await shelf.reservations(), at).then(
        () => 'ended' as const,
        (error: unknown) => error,
      );
      const first = await Promise.race([work, worker.reached.then(() => 'reached' as const)]);
      if (fate !== 'is_held_up') await work;
      await expectConserved(shelf);
      // The sweep ends the batch of the dead, and counts what nobody has claimed.
      await shelf.recover();
      await countReservations(shelf.table(), await shelf.reservations(), at);
      await expectCounted(shelf);
      if (fate === 'is_held_up' && first === 'reached') {
        worker.goOn();
        await work;
        await expectConserved(shelf);
        await shelf.recover();
        await expectCounted(shelf);
      }
      if (first === 'ended') {
        expect(request).toBe(worker.requests);
        return;
      }
    }
  });
});

async function expectConserved(shelf: Shelf): Promise<void> {
  for (const sku of shelf.skus) {
    const { available, reserved, sold } = await shelf.totals(sku);
    expect(available + reserved + sold).toBe(40);
    expect(Math.min(available, reserved, sold)).toBeGreaterThanOrEqual(0);
  }
}
