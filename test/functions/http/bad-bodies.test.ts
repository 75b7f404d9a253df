import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemSchema } from '../../support/schemas.ts';
import { type Api, startApi } from './api.ts';
import { buyer, newKey, Shop, staff } from './shop.ts';

let api: Api;
let shop: Shop;
let before: unknown[];
beforeAll(async () => {
  api = await startApi();
  shop = new Shop(api);
  await shop.stockUp('mug', 100);
  before = await shop.everything();
});
afterAll(async () => {
  expect(await shop.everything()).toEqual(before);
  await api.stop();
});

const line = (quantity: string) => `{"lines":[{"sku":"mug","quantity":${quantity}}],"paymentMethod":"pm_card_visa"}`;
const order = (members: string) =>
  `{"lines":[{"sku":"mug","quantity":1}],"paymentMethod":"pm_card_visa"${members === '' ? '' : `,${members}`}}`;
const adjustment = (members: string) => `{"delta":1,"reason":"received"${members === '' ? '' : `,${members}`}}`;
const delta = (value: string) => `{"delta":${value},"reason":"received"}`;
const item = (members: string) => `{"name":"Mug","price":{"amount":1,"currency":"USD"}${members}}`;
const price = (value: string) => `{"name":"Mug","price":${value}}`;

type Row = readonly [text: string, ...pointers: string[]];
const quantity = '/lines/0/quantity';

const orders: readonly Row[] = [
  ['', ''],
  ['{', ''],
  ['null', ''],
  ['[]', ''],
  ['"text"', ''],
  ['1', ''],
  ['{}', '/lines', '/paymentMethod'],
  [line('0'), quantity],
  [line('-0'), quantity],
  [line('-5'), quantity],
  [line('1.5'), quantity],
  [line('"1"'), quantity],
  [line('NaN'), ''],
  [line('Infinity'), ''],
  [line('1e309'), quantity],
  [line('-1e309'), quantity],
  [line('9007199254740993'), quantity],
  [line('10001'), quantity],
  [line('null'), quantity],
  [line('true'), quantity],
  [line('[1]'), quantity],
  [line('{"n":1}'), quantity],
  ['{"lines":[],"paymentMethod":"pm_card_visa"}', '/lines'],
  ['{"lines":{},"paymentMethod":"pm_card_visa"}', '/lines'],
  ['{"lines":null,"paymentMethod":"pm_card_visa"}', '/lines'],
  ['{"lines":["mug"],"paymentMethod":"pm_card_visa"}', '/lines/0'],
  ['{"lines":[[]],"paymentMethod":"pm_card_visa"}', '/lines/0'],
  ['{"lines":[{"quantity":1}],"paymentMethod":"pm_card_visa"}', '/lines/0/sku'],
  ['{"lines":[{"sku":"mug"}],"paymentMethod":"pm_card_visa"}', quantity],
  ['{"lines":[{"sku":"-mug","quantity":1}],"paymentMethod":"pm_card_visa"}', '/lines/0/sku'],
  ['{"lines":[{"sku":"mug\\n","quantity":1}],"paymentMethod":"pm_card_visa"}', '/lines/0/sku'],
  ['{"lines":[{"sku":"\\ud83d","quantity":1}],"paymentMethod":"pm_card_visa"}', '/lines/0/sku'],
  ['{"lines":[{"sku":"mug","quantity":1,"unitPrice":1}],"paymentMethod":"pm_card_visa"}', '/lines/0/unitPrice'],
  [
    '{"lines":[{"sku":"mug","quantity":6000},{"sku":"mug","quantity":6000}],"paymentMethod":"pm_card_visa"}',
    quantity,
    '/lines/1/quantity',
  ],
  [
    '{"lines":[{"sku":"mug","quantity":0},{"sku":"","quantity":1}],"paymentMethod":1}',
    quantity,
    '/lines/1/sku',
    '/paymentMethod',
  ],
  [order('"total":{"amount":1,"currency":"USD"}'), '/total'],
  [order('"a/b":1,"c~d":2'), '/a~1b', '/c~0d'],
  [order('"__proto__":{"isStaff":true}'), '/__proto__'],
  [order('"constructor":1'), '/constructor'],
  ['{"lines":[{"sku":"mug","quantity":1}],"paymentMethod":"\\udfff"}', '/paymentMethod'],
  ['['.repeat(100_000), ''],
];

const adjustments: readonly Row[] = [
  ['', ''],
  ['{}', '/delta', '/reason'],
  [delta('0'), '/delta'],
  [delta('-0'), '/delta'],
  [delta('0.5'), '/delta'],
  [delta('"1"'), '/delta'],
  [delta('1e309'), '/delta'],
  [delta('1000000001'), '/delta'],
  [delta('-1000000001'), '/delta'],
  [delta('null'), '/delta'],
  ['{"delta":1}', '/reason'],
  ['{"delta":1,"reason":"stolen"}', '/reason'],
  [adjustment('"note":1'), '/note'],
  [adjustment('"note":null'), '/note'],
  [adjustment(`"note":"${'x'.repeat(501)}"`), '/note'],
  [adjustment('"note":"\\ud800"'), '/note'],
  [adjustment('"sku":"mug"'), '/sku'],
];

const items: readonly Row[] = [
  ['{}', '/name', '/price'],
  [item(',"available":5'), '/available'],
  [item(',"restockThreshold":-1'), '/restockThreshold'],
  [item(',"restockThreshold":1.5'), '/restockThreshold'],
  [item(',"hot":"yes"'), '/hot'],
  [item(',"description":null'), '/description'],
  [item(',"sku":"cup"'), '/sku'],
  [price('5'), '/price'],
  [price('{"amount":-1,"currency":"USD"}'), '/price/amount'],
  [price('{"amount":1.01,"currency":"USD"}'), '/price/amount'],
  [price('{"amount":1000000001,"currency":"USD"}'), '/price/amount'],
  [price('{"amount":1,"currency":"usd"}'), '/price/currency'],
  [price('{"amount":1,"currency":"USD","scale":2}'), '/price/scale'],
  ['{"name":"","price":{"amount":1,"currency":"USD"}}', '/name'],
  ['{"name":"\\ud83d","price":{"amount":1,"currency":"USD"}}', '/name'],
];

const cancels: readonly Row[] = [
  ['null', ''],
  ['[]', ''],
  ['{"restock":"no"}', '/restock'],
  ['{"note":1}', '/note'],
  [`{"note":"${'x'.repeat(501)}"}`, '/note'],
  ['{"force":true}', '/force'],
];

const orderId = 'a'.repeat(32);

describe.each([
  ['POST /orders', 'POST', '/orders', buyer, orders],
  ['POST stock-adjustments', 'POST', '/catalog/items/mug/stock-adjustments', staff, adjustments],
  ['PUT item', 'PUT', '/catalog/items/mug', staff, items],
  ['POST cancel', 'POST', `/orders/${orderId}/cancel`, buyer, cancels],
] as const)('%s refuses', (_, method, path, caller, rows) => {
  test.each(rows.map(([text, ...pointers]) => ({ name: text.slice(0, 90), text, pointers })))(
    '$name',
    async ({ text, pointers }) => {
      const { status, headers, body } = await api.call({ method, path, caller, key: newKey(), text });
      expect({ status, type: headers['content-type'] }).toEqual({ status: 400, type: 'application/problem+json' });
      const { code, errors = [] } = problemSchema.parse(body);
      expect(code).toBe('invalid_request');
      // One field can break two rules.
      expect(new Set(errors.map(({ pointer }) => pointer))).toEqual(new Set(pointers));
      for (const { detail } of errors) expect(detail).not.toBe('');
    },
  );
});

describe('a body as bytes', () => {
  const call = (bytes: Buffer) => api.call({ method: 'POST', path: '/orders', caller: buyer, key: newKey(), bytes });
  const limit = 256 * 1024;

  test('that is not UTF-8 is not valid', async () => {
    const bytes = Buffer.concat([Buffer.from(order('').slice(0, -2)), Buffer.from([0xff, 0x22, 0x7d])]);
    expect(await call(bytes)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  });

  test.each([
    ['at the limit, by bytes', limit, 400, 'invalid_request'],
    ['over the limit, by bytes', limit + 1, 413, 'body_too_large'],
  ])('%s', async (_name, length, status, code) => {
    const text = `{"note":"${'é'.repeat(limit)}`;
    const bytes = Buffer.from(text).subarray(0, length);
    expect(await call(bytes)).toMatchObject({ status, body: { code } });
  });

  test('with a hundred thousand mistakes is answered with the first of them', async () => {
    const { status, body } = await call(
      Buffer.from(`{"lines":[${'1,'.repeat(99_999)}1],"paymentMethod":"pm_card_visa"}`),
    );
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: { length: 50 } });
  });
});

test.each([
  [undefined, 'idempotency_key_required'],
  ['', 'idempotency_key_required'],
  ['x'.repeat(256), 'invalid_request'],
  ['schlüssel', 'invalid_request'],
  ['tab\tbed', 'invalid_request'],
])('the key %j is answered %s', async (key, code) => {
  const calls = [
    { path: '/orders', caller: buyer, text: order('') },
    { path: '/catalog/items/mug/stock-adjustments', caller: staff, text: adjustment('') },
  ];
  for (const call of calls) {
    const answer = await api.call({ method: 'POST', ...call, ...(key === undefined ? {} : { key }) });
    expect(answer).toMatchObject({ status: 400, body: { code } });
  }
});

test.each([
  ['/catalog/items', 'limit', '0'],
  ['/catalog/items', 'limit', '101'],
  ['/catalog/items', 'limit', '-1'],
  ['/catalog/items', 'limit', '1.5'],
  ['/catalog/items', 'limit', ''],
  ['/catalog/items', 'limit', '1,2'],
  ['/catalog/items', 'cursor', ''],
  ['/catalog/items', 'cursor', 'mug'],
  ['/catalog/items', 'cursor', Buffer.from('{"after":""}').toString('base64url')],
  ['/catalog/items', 'cursor', Buffer.from(`{"after":"${'x'.repeat(400)}"}`).toString('base64url')],
  ['/catalog/items', 'cursor', Buffer.from('{"after":"mug","x":1}').toString('base64url')],
  ['/orders', 'cursor', Buffer.from('{"after":"mug"}').toString('base64url')],
  ['/catalog/items/mug/movements', 'cursor', Buffer.from('{"after":"mug"}').toString('base64url')],
  [`/orders/${orderId}/events`, 'cursor', Buffer.from('{"after":"x"}').toString('base64url')],
  ['/orders', 'status', 'paid'],
  ['/orders', 'reason', 'because'],
  ['/orders', 'sku', '-'],
  ['/orders', 'sku', 'x'.repeat(3000)],
  ['/orders', 'buyerId', ''],
  ['/orders', 'buyerId', 'x'.repeat(3000)],
])('%s refuses the parameter %s %.60s', async (path, name, value) => {
  const answer = await api.call({ method: 'GET', path, caller: staff, query: { [name]: value } });
  expect(answer).toMatchObject({
    status: 400,
    body: { code: 'invalid_request', errors: [{ pointer: `/query/${name}` }] },
  });
});
