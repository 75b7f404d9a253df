import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { readReservation } from '../../../adapters/dynamodb/changes.ts';
import { countReservations } from '../../../adapters/dynamodb/counting/count.ts';
import { promote } from '../../../adapters/dynamodb/hot/registry.ts';
import { paymentKey } from '../../../domain/payment/payment.ts';
import { type Api, startApi } from '../http/api.ts';
import { Books } from './books.ts';

let api: Api;
let books: Books;
let before: Record<string, unknown> | undefined;
beforeAll(async () => {
  api = await startApi();
  books = new Books(api);
});
afterAll(() => api.stop());

/** What a person on call reads. */
const warnings = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);

/** From here on, only reconciling writes. Each test has SKUs of its own. */
async function hush(): Promise<void> {
  before = await books.everythingElse();
}

afterEach(async () => {
  if (before !== undefined) expect(await books.everythingElse()).toEqual(before);
  before = undefined;
});

describe('books that agree', () => {
  test('are proven, and cost nothing more until they change', async () => {
    await books.item('mug', 10);
    await books.paidOrder('mug', 2);
    await books.heldOrder('mug', 3);
    await books.refund(await books.paidOrder('mug', 1));
    await hush();
    expect(await books.run()).toEqual({ skus: 1, skusProven: 1, ordersInFlight: 1, ordersSettled: 2 });
    expect(await books.run()).toEqual({ skus: 1, ordersInFlight: 1, ordersSettled: 2 });
    expect(await books.found('mug')).toEqual([]);
  });

  test('that are not told in full yet are suspected, and proven once they are', async () => {
    await books.item('cup', 5);
    await books.run();
    const orderId = await books.shop.order('cup', 2);
    await books.shop.confirm(orderId);
    await books.run();
    await books.projectOrder(orderId);
    expect(await books.run()).toMatchObject({ skusProven: 1 });
    expect(await books.found('cup')).toEqual([]);
  });
});

describe('orders of a hot SKU', () => {
  test('are no difference while they wait to be counted, and are proven afterwards', async () => {
    await books.item('drum', 10);
    const at = new Date().toISOString();
    const orderId = await books.orderByEscrow('drum', 2);
    await promote(books.tables, 'drum', at);
    const waiting = await books.stock('drum');
    for (const seconds of [60, 60, 60]) await books.run(seconds);
    expect(await books.stock('drum')).toEqual(waiting);
    expect(waiting).toMatchObject({ available: 8, reserved: 2, sold: 0 });
    const reservation = await readReservation(books.tables, orderId);
    await countReservations(books.countingTable, reservation === undefined ? [] : [reservation], at);
    expect(await books.stock('drum')).toMatchObject({ available: 8, reserved: 0, sold: 2 });
    for (const seconds of [60, 60]) await books.run(seconds);
    expect(await books.found('drum')).toEqual([]);
  });
});

describe('a counter that was changed by hand', () => {
  test('is found by the next run, with SKU and difference, and told once', async () => {
    await books.item('jar', 10);
    await books.run();
    await books.setByHand('jar', { available: 7 });
    await hush();
    expect(await books.run()).toMatchObject({ found: 1 });
    const { revision } = await books.stock('jar');
    expect(await books.found('jar')).toEqual([
      expect.objectContaining({
        kind: 'ledger',
        sku: 'jar',
        status: 'open',
        revision,
        stockRevision: revision,
        counter: { available: 7, reserved: 0, sold: 0 },
        ledger: { available: 10, reserved: 0, sold: 0 },
        difference: { available: -3, reserved: 0, sold: 0 },
      }),
    ]);
    const [discrepancy] = await books.found('jar');
    expect(warnings).toHaveBeenLastCalledWith(expect.stringContaining(discrepancy?.discrepancyId ?? 'none'));
    for (const seconds of [1, 60, 4_000]) await books.run(seconds);
    expect(await books.found('jar')).toHaveLength(1);
  });

  test('is not told again when the SKU goes on moving, and is when it changes once more', async () => {
    await books.item('pan', 10);
    await books.run();
    await books.setByHand('pan', { available: 7 });
    await books.run();
    await books.heldOrder('pan', 2);
    for (const seconds of [60, 60]) await books.run(seconds);
    expect(await books.found('pan')).toHaveLength(1);
    await books.setByHand('pan', { available: 4 });
    for (const seconds of [60, 60]) await books.run(seconds);
    expect(
      (await books.found('pan')).map((discrepancy) => 'difference' in discrepancy && discrepancy.difference.available),
    ).toEqual([-4, -3]);
  });

  test('is found by two runs that are apart where its revision was not proven before', async () => {
    await books.item('lid', 10);
    await books.setByHand('lid', { sold: 1 });
    expect((await books.run(60)).found).toBeUndefined();
    expect((await books.run(59)).found).toBeUndefined();
    expect(await books.run(1)).toMatchObject({ found: 1 });
    expect(await books.found('lid')).toEqual([
      expect.objectContaining({ sku: 'lid', difference: { available: 0, reserved: 0, sold: 1 } }),
    ]);
  });

  test('as reserved is also a difference to what is held', async () => {
    await books.item('tin', 10);
    await books.heldOrder('tin', 2);
    await books.run();
    await books.setByHand('tin', { reserved: 5 });
    for (const seconds of [60, 60]) await books.run(seconds);
    expect((await books.found('tin')).map(({ kind, sku }) => [kind, sku])).toEqual([
      ['reservations', 'tin'],
      ['ledger', 'tin'],
    ]);
    const [reservations] = await books.found('tin');
    expect(reservations).toMatchObject({ ledger: { reserved: 2 }, difference: { available: 0, reserved: 3, sold: 0 } });
    await books.setByHand('tin', { reserved: 2 });
    await books.run();
    await books.setByHand('tin', { reserved: 5 });
    await books.run();
    expect(await books.found('tin')).toHaveLength(2);
  });
});

test('a ledger row that was lost is found once all of the ledger is read again', async () => {
  await books.item('urn', 10);
  await books.heldOrder('urn', 1);
  await books.run();
  await books.loseNewestMovement('urn');
  await hush();
  await books.run(60);
  expect(await books.found('urn')).toEqual([]);
  for (const seconds of [7 * 86_400, 60]) await books.run(seconds);
  expect(await books.found('urn')).toEqual([
    expect.objectContaining({ kind: 'ledger', difference: { available: -1, reserved: 1, sold: 0 } }),
  ]);
});

describe('an order', () => {
  test('whose reservation is another than it says is found', async () => {
    await books.item('fork', 10);
    const orderId = await books.paidOrder('fork', 2);
    const reservation = await readReservation(books.tables, orderId);
    if (reservation?.status !== 'Committed') throw new Error('It is committed');
    await books.replaceReservation({ ...reservation, lines: [{ sku: 'fork', quantity: 1 }] });
    await hush();
    for (const seconds of [60, 60, 60]) await books.run(seconds);
    const { revision } = await books.order(orderId);
    expect(await books.found('fork')).toEqual([
      expect.objectContaining({
        kind: 'orders',
        sku: 'fork',
        orderId,
        revision,
        expected: '2 of fork',
        found: '1 of fork',
      }),
    ]);
  });

  test('in flight that has lost its reservation is found, and the units that nobody holds', async () => {
    await books.item('spoon', 10);
    const orderId = await books.heldOrder('spoon', 2);
    const reservation = await readReservation(books.tables, orderId);
    if (reservation?.status !== 'Held') throw new Error('It is held');
    await books.run();
    await books.replaceReservation({ ...reservation, status: 'Expired' });
    for (const seconds of [60, 60]) await books.run(seconds);
    expect(await books.found('spoon')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'orders', orderId, expected: 'Held', found: 'Expired' }),
        expect.objectContaining({
          kind: 'reservations',
          sku: 'spoon',
          difference: { available: 0, reserved: 2, sold: 0 },
        }),
      ]),
    );
    expect(await books.found('spoon')).toHaveLength(2);
  });

  test('whose money is elsewhere than it says is found', async () => {
    await books.item('plate', 10);
    const orderId = await books.paidOrder('plate', 1);
    const { total } = await books.order(orderId);
    await books.provider.refund({ key: paymentKey(orderId), orderId, amount: total });
    await hush();
    for (const seconds of [60, 60, 60]) await books.run(seconds);
    expect(await books.found('plate')).toEqual([
      expect.objectContaining({ kind: 'money', orderId, expected: 'captured', found: 'refunded', sku: 'plate' }),
    ]);
  });

  test('that changes between the two looks is not believed to differ', async () => {
    await books.item('glass', 10);
    const orderId = await books.paidOrder('glass', 1);
    const { total } = await books.order(orderId);
    await books.provider.refund({ key: paymentKey(orderId), orderId, amount: total });
    await books.run();
    const order = await books.order(orderId);
    await books.replaceOrder({ ...order, revision: order.revision + 1 });
    await books.run();
    expect(await books.found('glass')).toEqual([]);
    await books.run();
    expect(await books.found('glass')).toHaveLength(1);
  });
});

describe('a run is bounded, and the next one goes on', () => {
  test('through the catalogue', async () => {
    for (let sku = 0; sku < 5; sku++) await books.item(`page${sku}`, 1);
    const proven: number[] = [];
    for (let run = 0; run < 40 && proven.reduce((sum, count) => sum + count, 0) < 5; run++) {
      proven.push((await books.run(60, { skusPerPage: 2, skuPages: 1 })).skusProven ?? 0);
    }
    expect(Math.max(...proven)).toBeLessThanOrEqual(2);
    expect(proven.reduce((sum, count) => sum + count, 0)).toBe(5);
  });

  test('through the orders', async () => {
    await books.item('bulk', 10);
    const placed = [];
    for (let order = 0; order < 3; order++) placed.push(await books.paidOrder('bulk', 1));
    const last = placed[2] ?? '';
    const { total } = await books.order(last);
    await books.provider.refund({ key: paymentKey(last), orderId: last, amount: total });
    for (let run = 0; run < 40 && (await books.found('bulk')).length === 0; run++)
      await books.run(60, { settledOrders: 2 });
    expect(await books.found('bulk')).toEqual([expect.objectContaining({ kind: 'money', orderId: last })]);
  });

  test('past orders in flight that are too many to be read', async () => {
    await books.item('rush', 10);
    await books.heldOrder('rush', 1);
    await books.setByHand('rush', { reserved: 2 });
    for (const seconds of [60, 60]) {
      expect(await books.run(seconds, { ordersInFlight: 1 })).toMatchObject({ heldNotCompared: 1 });
    }
    expect((await books.found('rush')).map(({ kind }) => kind)).toEqual(['ledger']);
  });
});
