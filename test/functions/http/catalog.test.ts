import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { putMovements } from '../../../adapters/dynamodb/movements.ts';
import { type Api, startApi } from './api.ts';

let api: Api;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const staff = { sub: 'staff-1', groups: ['staff', 'other'] };
const pageSchema = z.object({
  items: z.array(z.looseObject({ sku: z.optional(z.string()) })),
  next: z.optional(z.string()),
});

const mug = { name: 'Mug', price: { amount: 500, currency: 'USD' } };

const put = (sku: string, body: object, caller: { sub: string; groups?: string[] } = staff) =>
  api.call({ method: 'PUT', path: `/catalog/items/${sku}`, caller, body });
const get = (sku: string) => api.call({ method: 'GET', path: `/catalog/items/${sku}` });
const list = (query?: Record<string, string>) => api.call({ method: 'GET', path: '/catalog/items', query });
const adjust = (sku: string, delta: number, key = `${sku}.${delta}`) =>
  api.call({
    method: 'POST',
    path: `/catalog/items/${sku}/stock-adjustments`,
    caller: staff,
    key,
    body: { delta, reason: 'received' },
  });

describe('PUT /catalog/items/{sku}', () => {
  test('creates with 201, replaces with 200, and answers as GET does', async () => {
    const created = await put('mug', { ...mug, description: 'White', restockThreshold: 3 });
    const view = { sku: 'mug', ...mug, description: 'White', available: 0, restockThreshold: 3 };
    expect(created).toMatchObject({ status: 201, body: view });
    expect(await get('mug')).toMatchObject({ status: 200, body: view });
    const replaced = await put('mug', { ...mug, name: 'Cup' });
    expect(replaced).toMatchObject({ status: 200 });
    expect(replaced.body).toEqual({ sku: 'mug', ...mug, name: 'Cup', available: 0, restockThreshold: 0 });
    expect((await get('mug')).body).toEqual(replaced.body);
  });

  test('never touches a total', async () => {
    await put('plate', mug);
    await adjust('plate', 7);
    expect(await put('plate', { ...mug, hot: true })).toMatchObject({ status: 200, body: { available: 7 } });
    expect(await api.call({ method: 'GET', path: '/catalog/items/plate/stock', caller: staff })).toMatchObject({
      body: { sku: 'plate', available: 7, reserved: 0, sold: 0, onHand: 7 },
    });
  });

  test('of two first ones at once, one creates', async () => {
    const answers = await Promise.all([put('twin', mug), put('twin', mug)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 201]);
  });

  test.each(['.hidden', '-', 'a b', 'ü', `a${'b'.repeat(64)}`])('refuses the SKU %j', async (sku) => {
    expect(await put(encodeURIComponent(sku), mug)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ pointer: '/sku' }] },
    });
  });

  test('is for staff', async () => {
    for (const caller of [{ sub: 'b' }, { sub: 'b', groups: [] }, { sub: 'b', groups: ['staffs', 'x'] }]) {
      expect(await put('mug', mug, caller)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    }
    expect(await put('mug', mug, { sub: 's', groups: ['staff'] })).toMatchObject({ status: 200 });
  });
});

describe('an item that is not there', () => {
  test.each([
    ['unknown', 'ghost'],
    ['as long as a SKU may be', 'a'.repeat(64)],
    ['longer than a key of the table may be', 'a'.repeat(3000)],
    ['blank', '%20'],
    ['no ASCII', '%F0%9F%A6%8A'],
  ])('%s', async (_, sku) => {
    const calls = [
      { method: 'GET', path: `/catalog/items/${sku}` },
      { method: 'GET', path: `/catalog/items/${sku}/stock`, caller: staff },
      { method: 'GET', path: `/catalog/items/${sku}/movements`, caller: staff },
      {
        method: 'POST',
        path: `/catalog/items/${sku}/stock-adjustments`,
        caller: staff,
        key: 'k',
        body: { delta: 1, reason: 'received' },
      },
    ];
    for (const call of calls) {
      const { status, headers, body } = await api.call(call);
      expect({ status, type: headers['content-type'], body }).toMatchObject({
        status: 404,
        type: 'application/problem+json',
        body: { code: 'item_not_found', status: 404, type: 'urn:holdfast:problem:item_not_found' },
      });
    }
  });
});

test('stock and movements are for staff', async () => {
  for (const path of ['/catalog/items/mug/stock', '/catalog/items/mug/movements', '/orders/x/events']) {
    expect(await api.call({ method: 'GET', path, caller: { sub: 'buyer' } })).toMatchObject({ status: 403 });
  }
});

test('GET movements tells the ledger of a SKU, newest first, page by page', async () => {
  await put('ledger', mug);
  const movements = [1, 2, 3].map((second) => ({
    movementId: `m${second}.ledger`,
    sku: 'ledger',
    at: `2026-01-01T00:00:0${second}.000Z`,
    cause: 'adjusted' as const,
    adjustmentId: `a${second}`,
    available: second,
    reserved: 0,
    sold: 0,
  }));
  await putMovements({ client: api.engine.client, movementsTable: api.engine.tables.Movements }, movements);
  const path = '/catalog/items/ledger/movements';
  const first = await api.call({ method: 'GET', path, caller: staff, query: { limit: '2' } });
  const { next = '' } = pageSchema.parse(first.body);
  const second = await api.call({ method: 'GET', path, caller: staff, query: { limit: '2', cursor: next } });
  const views = movements.map(({ sku: _, ...view }) => view).toReversed();
  expect([first.body, second.body]).toEqual([{ items: views.slice(0, 2), next }, { items: views.slice(2) }]);
});

describe('GET /catalog/items', () => {
  test('pages through all items in the order of their SKUs', async () => {
    const skus = Array.from({ length: 25 }, (_, index) => `page-${String(index).padStart(2, '0')}`);
    await Promise.all(skus.map((sku) => put(sku, mug)));
    const seen: unknown[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await list({ limit: '4', ...(cursor === undefined ? {} : { cursor }) });
      const page = pageSchema.parse(body);
      expect(page.items.length).toBeLessThanOrEqual(4);
      seen.push(...page.items.map(({ sku }) => sku));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(seen).toEqual([...seen].sort());
    expect(seen.filter((sku) => String(sku).startsWith('page-'))).toEqual(skus);
    expect((await list()).body).toMatchObject({ items: { length: 20 } });
  });

  test('ends without next when the last page is full', async () => {
    const { body } = await list({ limit: '100' });
    const count = pageSchema.parse(body).items.length;
    expect((await list({ limit: String(count) })).body).not.toHaveProperty('next');
  });
});
