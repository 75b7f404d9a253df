import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Api, startApi } from './api.ts';
import { buyer, newKey, Shop } from './shop.ts';

let api: Api;
let shop: Shop;
beforeAll(async () => {
  api = await startApi();
  shop = new Shop(api);
  await Promise.all([shop.stockUp('mug', 100), shop.stockUp('cup', 100), shop.stockUp('tasse', 5, 'EUR')]);
});
afterAll(() => api.stop());

const lines = [{ sku: 'mug', quantity: 2 }];
const send = (text: string, key: string, caller = buyer, path = '/orders') =>
  api.call({ method: 'POST', path, caller, key, text });
const idOf = ({ headers }: Answer) => headers.location?.slice('/orders/'.length);

describe('a new order', () => {
  test('is accepted with the prices of the catalogue', async () => {
    const answer = await shop.place([...lines, { sku: 'cup', quantity: 1 }, { sku: 'mug', quantity: 3 }]);
    expect(answer).toMatchObject({ status: 202, headers: { 'content-type': 'application/json' } });
    const unitPrice = { amount: 500, currency: 'USD' };
    expect(answer.body).toEqual({
      orderId: idOf(answer),
      buyerId: 'buyer-1',
      status: 'AwaitingValidation',
      lines: [
        { sku: 'mug', name: 'The mug', quantity: 5, unitPrice },
        { sku: 'cup', name: 'The cup', quantity: 1, unitPrice },
      ],
      total: { amount: 3000, currency: 'USD' },
      payment: { status: 'none', attempts: 0 },
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: expect.stringMatching(/Z$/),
      history: [{ at: expect.stringMatching(/Z$/), status: 'AwaitingValidation' }],
    });
    expect(idOf(answer)).toMatch(/^[a-z2-7]{32}$/);
    const read = await api.call({ method: 'GET', path: `/orders/${idOf(answer)}`, caller: buyer });
    expect(read).toMatchObject({ status: 200, body: answer.body });
  });

  test('may have 90 SKUs, and 10 000 units of one', async () => {
    const skus = Array.from({ length: 91 }, (_, index) => `many-${index}`);
    await Promise.all(skus.map((sku) => shop.stockUp(sku, 0)));
    const many = skus.map((sku) => ({ sku, quantity: 1 }));
    expect(await shop.place(many.slice(0, 90))).toMatchObject({ status: 202 });
    const repeated = many.slice(0, 90).flatMap((line) => [line, line]);
    expect(await shop.place(repeated)).toMatchObject({ status: 202, body: { lines: { length: 90 } } });
    expect(await shop.place(many)).toMatchObject({ status: 400, body: { code: 'too_many_lines' } });
    const halves = [5000, 5000].map((quantity) => ({ sku: 'mug', quantity }));
    expect(await shop.place(halves)).toMatchObject({ status: 202, body: { lines: [{ quantity: 10_000 }] } });
  });
});

describe('an order is refused', () => {
  const unknown = [
    { sku: 'ghost', quantity: 1 },
    { sku: 'mug', quantity: 1 },
    { sku: 'ghost', quantity: 1 },
  ];
  test.each([
    ['unknown_sku', unknown, 'pm_card_visa', ['/lines/0/sku', '/lines/2/sku']],
    ['mixed_currencies', [...lines, { sku: 'tasse', quantity: 1 }], 'pm_card_visa', ['/lines']],
    ['unknown_payment_method', lines, 'pm_card_mastercard', ['/paymentMethod']],
    ['unknown_payment_method', lines, 'toString', ['/paymentMethod']],
    ['unknown_payment_method', lines, '', ['/paymentMethod']],
  ])('%s', async (code, requested, paymentMethod, pointers) => {
    const before = await shop.everything();
    const answer = await shop.place(requested, { paymentMethod });
    const errors = pointers.map((pointer) => ({ pointer }));
    expect(answer).toMatchObject({ status: 422, body: { code, status: 422, errors } });
    expect(await shop.everything()).toEqual(before);
  });

  test('without burning its key', async () => {
    const key = newKey();
    expect(await shop.place([{ sku: 'later', quantity: 1 }], { key })).toMatchObject({ status: 422 });
    await shop.stockUp('later', 1);
    expect(await shop.place([{ sku: 'later', quantity: 1 }], { key })).toMatchObject({ status: 202 });
    const other = newKey();
    expect(await shop.place([{ sku: 'ghost', quantity: 1 }], { key: other })).toMatchObject({ status: 422 });
    expect(await shop.place(lines, { key: other })).toMatchObject({ status: 202 });
  });
});

describe('a repeat', () => {
  const compact = '{"lines":[{"sku":"mug","quantity":2},{"sku":"cup","quantity":1}],"paymentMethod":"pm_card_visa"}';

  test.each([
    ['the same bytes', compact],
    ['other white space', compact.replaceAll(',', ' ,\n ')],
    [
      'another member order',
      '{"paymentMethod":"pm_card_visa","lines":[{"quantity":2,"sku":"mug"},{"quantity":1,"sku":"cup"}]}',
    ],
    ['another notation of a number', compact.replace('"quantity":2', '"quantity":2.0')],
    ['escaped letters', compact.replace('mug', '\\u006dug')],
  ])('with %s is answered byte for byte', async (_, text) => {
    const key = newKey();
    const first = await send(compact, key);
    expect(first.status).toBe(202);
    const before = await shop.everything();
    expect(await send(text, key)).toEqual(first);
    expect(await shop.everything()).toEqual(before);
  });

  test.each([
    ['another quantity', compact.replace('"quantity":2', '"quantity":3')],
    [
      'another line order',
      '{"lines":[{"sku":"cup","quantity":1},{"sku":"mug","quantity":2}],"paymentMethod":"pm_card_visa"}',
    ],
    ['another payment method', compact.replace('pm_card_visa', 'pm_sim_slow')],
    ['lines that come to the same', compact.replace('"quantity":2}', '"quantity":1},{"sku":"mug","quantity":1}')],
    ['an unknown SKU', compact.replace('mug', 'ghost')],
    ['too many units', compact.replace('"quantity":2}', '"quantity":9999},{"sku":"mug","quantity":9999}')],
    ['an unknown payment method', compact.replace('pm_card_visa', 'pm_nothing')],
  ])('of the key with %s is refused', async (_, text) => {
    const key = newKey();
    await send(compact, key);
    expect(await send(text, key)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  test('is answered as it was before prices, names and the order changed', async () => {
    await shop.stockUp('vase', 10);
    const key = newKey();
    const first = await shop.place([{ sku: 'vase', quantity: 1 }], { key });
    const orderId = String(idOf(first));
    await shop.pay(orderId);
    await shop.stockUp('vase', 0, 'EUR');
    expect(await shop.place([{ sku: 'vase', quantity: 1 }], { key })).toEqual(first);
    await api.call({ method: 'POST', path: `/orders/${orderId}/cancel`, caller: buyer });
    expect(await shop.place([{ sku: 'vase', quantity: 1 }], { key })).toEqual(first);
  });

  test('at the same time makes one order', async () => {
    const key = newKey();
    const count = (await shop.everything()).length;
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(compact, key)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    // The order and its event.
    expect(await shop.everything()).toHaveLength(count + 2);
  });

  test('at the same time with another body is refused, whichever comes second', async () => {
    const key = newKey();
    const other = compact.replace('"quantity":2', '"quantity":7');
    const answers = await Promise.all([send(compact, key), send(other, key)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 422]);
  });

  test('of the key by another caller, or of another issuer, is another order', async () => {
    const key = newKey();
    const callers = [buyer, { sub: 'buyer-2' }, { ...buyer, issuer: 'https://issuer.example/other' }];
    const answers = await Promise.all(callers.map((caller) => send(compact, key, caller)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(answers.map(idOf)).size).toBe(3);
  });
});
