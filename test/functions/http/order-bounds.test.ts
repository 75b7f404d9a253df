import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Api, startApi } from './api.ts';
import { newKey, Shop } from './shop.ts';

let api: Api;
let shop: Shop;
beforeAll(async () => {
  api = await startApi({ MAX_OPEN_ORDERS_PER_BUYER: '3', MAX_UNITS_PER_ORDER: '50' });
  shop = new Shop(api);
  await Promise.all([shop.stockUp('mug', 100), shop.stockUp('cup', 100)]);
});
afterAll(() => api.stop());

const one = [{ sku: 'mug', quantity: 1 }];
let buyers = 0;
const newBuyer = () => ({ sub: `bounded-${buyers++}` });

describe('a buyer with as many orders in flight as the setting allows', () => {
  test('is refused another one, and nothing is written', async () => {
    const caller = newBuyer();
    for (let order = 0; order < 3; order++) expect((await shop.place(one, { caller })).status).toBe(202);
    const before = await shop.everything();
    expect(await shop.place(one, { caller })).toMatchObject({
      status: 429,
      headers: { 'retry-after': '10', 'content-type': 'application/problem+json' },
      body: { code: 'too_many_open_orders' },
    });
    expect(await shop.everything()).toEqual(before);
    expect((await shop.place(one, { caller: newBuyer() })).status).toBe(202);
  });

  test('is answered as before to a request that was accepted once', async () => {
    const caller = newBuyer();
    const keys = [newKey(), newKey(), newKey()];
    const answers = await Promise.all(keys.map((key) => shop.place(one, { caller, key })));
    expect((await shop.place(one, { caller })).status).toBe(429);
    const repeats = await Promise.all(keys.map((key) => shop.place(one, { caller, key })));
    expect(repeats.map(({ text }) => text)).toEqual(answers.map(({ text }) => text));
  });

  test('may order again once one is settled', async () => {
    const caller = newBuyer();
    const orderIds = [];
    for (let order = 0; order < 3; order++) orderIds.push(await shop.order('mug', 1, caller));
    const [first = '', second = ''] = orderIds;
    await shop.pay(first);
    expect((await shop.place(one, { caller })).status).toBe(429);
    await shop.capture(first);
    expect((await shop.place(one, { caller })).status).toBe(202);
    expect((await shop.place(one, { caller })).status).toBe(429);
    await api.call({ method: 'POST', path: `/orders/${second}/cancel`, caller });
    expect((await shop.place(one, { caller })).status).toBe(202);
  });
});

describe('an order of many units', () => {
  test('may have as many as the setting allows, over all its lines', async () => {
    const lines = [
      { sku: 'mug', quantity: 20 },
      { sku: 'cup', quantity: 20 },
      { sku: 'mug', quantity: 10 },
    ];
    expect((await shop.place(lines, { caller: newBuyer() })).status).toBe(202);
  });

  test('is refused beyond that, whatever stock there is', async () => {
    const lines = [
      { sku: 'mug', quantity: 30 },
      { sku: 'cup', quantity: 21 },
    ];
    const answer = await shop.place(lines, { caller: newBuyer() });
    expect(answer).toMatchObject({ status: 400, body: { code: 'too_many_units', errors: [{ pointer: '/lines' }] } });
    expect(answer.body).toMatchObject({ detail: expect.stringContaining('51') });
  });
});
