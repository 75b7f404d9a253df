import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { insertOrder } from '../../../adapters/dynamodb/placing.ts';
import { placeOrder } from '../../../domain/ordering/place.ts';
import { addSeconds } from '../../../domain/time.ts';
import { type Api, startApi } from './api.ts';
import type { TestCaller } from './gateway.ts';
import { buyer, Shop, staff } from './shop.ts';

let api: Api;
let shop: Shop;
beforeAll(async () => {
  api = await startApi();
  shop = new Shop(api);
});
afterAll(() => api.stop());

const other: TestCaller = { sub: 'buyer-2' };
const pageSchema = z.object({ items: z.array(z.looseObject({ orderId: z.string() })), next: z.optional(z.string()) });

const get = (path: string, caller: TestCaller, query?: Record<string, string>) =>
  api.call({ method: 'GET', path, caller, ...(query === undefined ? {} : { query }) });

/** The ids of each page, from the first to the last. */
async function pages(caller: TestCaller, query: Record<string, string>): Promise<string[][]> {
  const found: string[][] = [];
  let next: string | undefined;
  do {
    const answer = await get('/orders', caller, { ...query, ...(next === undefined ? {} : { cursor: next }) });
    const page = pageSchema.parse(answer.body);
    found.push(page.items.map(({ orderId }) => orderId));
    next = page.next;
  } while (next !== undefined);
  return found;
}

async function ids(caller: TestCaller, query: Record<string, string>): Promise<string[]> {
  return (await pages(caller, query)).flat();
}

const base32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** Orders of a buyer, a second apart, oldest first; every third of them is of another SKU. */
async function insertMany(buyerId: string, count: number): Promise<string[]> {
  const { client, tables } = api.engine;
  const orders = Array.from({ length: count }, (_, index) => {
    const sku = index % 3 === 0 ? 'rare' : 'plain';
    const orderId = `${buyerId.slice(0, 1)}${base32.charAt(index % 32)}`.repeat(16);
    return placeOrder({
      orderId,
      buyerId,
      lines: [{ sku, name: sku, quantity: 1, unitPrice: { amount: 1, currency: 'USD' } }],
      currency: 'USD',
      paymentMethod: 'pm_card_visa',
      fingerprint: '',
      correlationId: 'c',
      at: addSeconds('2020-01-01T00:00:00.000Z', index),
      gracePeriodSeconds: 0,
    });
  });
  await Promise.all(orders.map((placed) => insertOrder(client, tables.Orders, placed)));
  return orders.map(({ order }) => order.orderId);
}

describe('an order', () => {
  test('is seen by its buyer and by staff, and by nobody else', async () => {
    await shop.stockUp('mug', 10);
    const orderId = await shop.order('mug');
    for (const caller of [buyer, staff]) {
      expect(await get(`/orders/${orderId}`, caller)).toMatchObject({ status: 200, body: { orderId } });
    }
    const paths = [`/orders/${orderId}`, `/orders/${'a'.repeat(32)}`, '/orders/x', `/orders/${'a'.repeat(3000)}`];
    for (const path of paths) {
      expect(await get(path, other)).toMatchObject({ status: 404, body: { code: 'order_not_found' } });
    }
  });

  test('tells its shortages', async () => {
    await shop.stockUp('scarce', 2);
    const orderId = await shop.order('scarce', 3);
    await shop.confirm(orderId);
    expect((await get(`/orders/${orderId}`, buyer)).body).toMatchObject({
      status: 'Cancelled',
      reason: 'stock_rejected',
      reservation: { status: 'Rejected' },
      shortages: [{ sku: 'scarce', requested: 3, available: 2 }],
      history: [{ status: 'AwaitingValidation' }, { status: 'Cancelled', reason: 'stock_rejected' }],
    });
  });
});

describe('the list of orders', () => {
  let mine: string[];
  let theirs: string[];
  const reader: TestCaller = { sub: 'reader' };
  beforeAll(async () => {
    [mine, theirs] = await Promise.all([insertMany('reader', 23), insertMany('writer', 7)]);
  });

  test.each([1, 4, 22, 23, 24, 100])('of a buyer, newest first, by %i', async (limit) => {
    const found = await pages(reader, { limit: String(limit) });
    expect(found.flat()).toEqual(mine.toReversed());
    expect(found).toHaveLength(Math.ceil(23 / limit));
  });

  test('is 20 long by default, and empty for who has none', async () => {
    expect((await get('/orders', reader)).body).toMatchObject({ items: { length: 20 }, next: expect.any(String) });
    expect((await get('/orders', { sub: 'nobody' })).body).toEqual({ items: [] });
  });

  test('of all buyers for staff, across the shards', async () => {
    const found = await ids(staff, { limit: '7' });
    expect(new Set(found).size).toBe(found.length);
    expect(found).toEqual(expect.arrayContaining([...mine, ...theirs]));
    const times = pageSchema.parse((await get('/orders', staff, { limit: '100' })).body).items;
    const placed = times.map(({ createdAt }) => String(createdAt));
    expect(placed).toEqual(placed.toSorted().toReversed());
  });

  test('of one buyer for staff', async () => {
    expect(await ids(staff, { buyerId: 'writer', limit: '3' })).toEqual(theirs.toReversed());
    expect(await ids(staff, { buyerId: 'nobody' })).toEqual([]);
  });

  test('of others is forbidden to a buyer', async () => {
    expect(await ids(reader, { buyerId: 'reader' })).toHaveLength(23);
    expect(await get('/orders', reader, { buyerId: 'writer' })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
  });

  test('by SKU has short pages, and misses none', async () => {
    const found = await pages(reader, { sku: 'rare', limit: '2' });
    expect(found.flat()).toEqual(mine.filter((_, index) => index % 3 === 0).toReversed());
    expect(found.some((page) => page.length < 2)).toBe(true);
    expect(await pages(reader, { sku: 'ghost', limit: '10' })).toEqual([[], [], []]);
  });

  test('by status and reason', async () => {
    const caller: TestCaller = { sub: 'buyer-3' };
    await shop.stockUp('cup', 10);
    const [waiting, cancelled, paid] = [
      await shop.order('cup', 1, caller),
      await shop.order('cup', 1, caller),
      await shop.order('cup', 1, caller),
    ];
    await api.call({ method: 'POST', path: `/orders/${cancelled}/cancel`, caller });
    await shop.pay(paid);
    expect(await ids(caller, { status: 'AwaitingValidation' })).toEqual([waiting]);
    expect(await ids(caller, { status: 'Paid' })).toEqual([paid]);
    expect(await ids(caller, { reason: 'cancelled_by_buyer' })).toEqual([cancelled]);
    expect(await ids(caller, { reason: 'cancelled_by_staff' })).toEqual([]);
    expect(await ids(caller, { status: 'Paid', reason: 'cancelled_by_buyer' })).toEqual([]);
    expect(await ids(staff, { status: 'Paid', buyerId: 'buyer-3', sku: 'cup' })).toEqual([paid]);
  });
});

describe('the events of an order', () => {
  test('are told oldest first, with the one that its reservation tells, page by page', async () => {
    await shop.stockUp('vase', 10);
    const orderId = await shop.order('vase', 2);
    await shop.pay(orderId);
    await shop.capture(orderId);
    const eventSchema = z.object({
      source: z.string(),
      detailType: z.string(),
      detail: z.object({ metadata: z.looseObject({ version: z.int() }), data: z.looseObject({}) }),
    });
    const eventPage = z.strictObject({ items: z.array(eventSchema), next: z.optional(z.string()) });
    const told: z.infer<typeof eventSchema>[] = [];
    let next: string | undefined;
    do {
      const query = { limit: '2', ...(next === undefined ? {} : { cursor: next }) };
      const page = eventPage.parse((await get(`/orders/${orderId}/events`, staff, query)).body);
      told.push(...page.items);
      next = page.next;
    } while (next !== undefined);
    expect(told.map(({ detailType, detail }) => [detail.metadata.version, detailType])).toEqual([
      [1, 'OrderStatusChangedToAwaitingValidation'],
      [2, 'OrderStockConfirmed'],
      [3, 'OrderStatusChangedToStockConfirmed'],
      [4, 'OrderStatusChangedToPaid'],
      [5, 'OrderPaymentSucceeded'],
    ]);
    expect(told[1]).toMatchObject({
      source: 'holdfast.inventory',
      detail: { metadata: { eventId: `${orderId}.2`, orderId }, data: { lines: [{ sku: 'vase', quantity: 2 }] } },
    });
  });

  test('of an order that is not there are not found', async () => {
    expect(await get(`/orders/${'a'.repeat(32)}/events`, staff)).toMatchObject({ status: 404 });
  });
});
