import { describe, expect, test } from 'vitest';
import type { HttpRequest } from '../support/http.ts';
import { testLawsAfterwards } from '../support/laws.ts';
import { scenario } from '../support/scenarios/scenario.ts';
import { type Problem, problemSchema, read } from '../support/schemas.ts';
import { useShop } from '../support/use-shop.ts';

const shop = useShop();
const visa = '"paymentMethod":"pm_card_visa"';
const quantity = (text: string) => `{"lines":[{"sku":"SKU","quantity":${text}}],${visa}}`;

/** The request's text, where SKU stands for one that there is, and the pointer to what is wrong. */
type BadBody = readonly [string, string];

const badOrders: readonly BadBody[] = [
  ['', ''],
  ['{', ''],
  ['null', ''],
  ['[]', ''],
  ['"order"', ''],
  [`{${visa}}`, '/lines'],
  [`{"lines":[],${visa}}`, '/lines'],
  [`{"lines":{},${visa}}`, '/lines'],
  [`{"lines":["SKU"],${visa}}`, '/lines/0'],
  [`{"lines":[{"quantity":1}],${visa}}`, '/lines/0/sku'],
  [`{"lines":[{"sku":"a b","quantity":1}],${visa}}`, '/lines/0/sku'],
  [`{"lines":[{"sku":"","quantity":1}],${visa}}`, '/lines/0/sku'],
  [`{"lines":[{"sku":"${'x'.repeat(65)}","quantity":1}],${visa}}`, '/lines/0/sku'],
  [`{"lines":[{"sku":7,"quantity":1}],${visa}}`, '/lines/0/sku'],
  [`{"lines":[{"sku":"SKU"}],${visa}}`, '/lines/0/quantity'],
  [`{"lines":[{"sku":"SKU","quantity":1},{"sku":"SKU","quantity":-1}],${visa}}`, '/lines/1/quantity'],
  ['{"lines":[{"sku":"SKU","quantity":1}]}', '/paymentMethod'],
  ['{"lines":[{"sku":"SKU","quantity":1}],"paymentMethod":1}', '/paymentMethod'],
  [`{"lines":[{"sku":"SKU","quantity":1}],${visa},"discount":5}`, '/discount'],
  [`{"lines":[{"sku":"SKU","quantity":1,"unitPrice":1}],${visa}}`, '/lines/0/unitPrice'],
  [`{"lines":[{"sku":"SKU","quantity":1}],${visa},"a/b~c":5}`, '/a~1b~0c'],
  [`{"lines":[{"sku":"SKU","quantity":1}],${visa},"__proto__":{}}`, '/__proto__'],
];

const badQuantities: readonly BadBody[] = [
  ...['0', '-5', '1.5', '"1"', 'null', 'true', '[1]', '1e309', '-1e309', '10001', '9007199254740993'].map(
    (text): BadBody => [quantity(text), '/lines/0/quantity'],
  ),
  // These are no JSON at all.
  [quantity('NaN'), ''],
  [quantity('Infinity'), ''],
];

const badAdjustments: readonly BadBody[] = [
  ['{}', '/delta'],
  ...['0', '1.5', '"1"', 'null', '1e309', '1000000001', '-1000000001'].map(
    (text): BadBody => [`{"delta":${text},"reason":"received"}`, '/delta'],
  ),
  ['{"delta":1}', '/reason'],
  ['{"delta":1,"reason":"stolen"}', '/reason'],
  ['{"delta":1,"reason":"received","note":1}', '/note'],
  ['{"delta":1,"reason":"received","sku":"x"}', '/sku'],
];

const price = '"price":{"amount":1,"currency":"USD"}';
const badItems: readonly BadBody[] = [
  [`{${price}}`, '/name'],
  [`{"name":1,${price}}`, '/name'],
  ['{"name":"N"}', '/price'],
  ['{"name":"N","price":1}', '/price'],
  ...['-1', '1.5', '"1"', '1000000001', '1e309'].map(
    (text): BadBody => [`{"name":"N","price":{"amount":${text},"currency":"USD"}}`, '/price/amount'],
  ),
  ['{"name":"N","price":{"amount":1,"currency":"usd"}}', '/price/currency'],
  [`{"name":"N",${price},"restockThreshold":-1}`, '/restockThreshold'],
  [`{"name":"N",${price},"hot":"yes"}`, '/hot'],
  [`{"name":"N",${price},"available":5}`, '/available'],
];

const badCancellations: readonly BadBody[] = [
  ['[]', ''],
  [`{"note":"${'x'.repeat(501)}"}`, '/note'],
  ['{"note":1}', '/note'],
  ['{"restock":"no"}', '/restock'],
  ['{"reason":"expired"}', '/reason'],
];

/** Sends each bad body, and checks that it left nothing behind. */
async function expectRefused(bodies: readonly BadBody[], request: (sku: string, orderId: string) => HttpRequest) {
  const sku = await shop().newItem({ units: 5 });
  const { orderId } = await shop().paidOrder(sku);
  await shop().client.settle();
  const written = async () => [await shop().orders(), await shop().stock(sku), await shop().client.events()];
  const before = await written();
  for (const [text, pointer] of bodies) {
    const sent = { ...request(sku, orderId), token: shop().staff, text: text.replaceAll('SKU', sku) };
    const problem = read(await shop().client.send(sent), 400, problemSchema);
    expect([text, problem.code, pointers(problem)]).toEqual([
      text,
      'invalid_request',
      expect.arrayContaining([pointer]),
    ]);
  }
  await shop().client.settle();
  expect(await written()).toEqual(before);
}

function pointers({ errors = [] }: Problem): string[] {
  return errors.map(({ pointer }) => pointer);
}

describe('a body that is not as it should be names what is wrong, and nothing is written', () => {
  test(scenario('quantity 0, −5, 1.5, "1", NaN, 1e309, 2^53+1'), () =>
    expectRefused(badQuantities, () => ({ method: 'POST', path: '/orders', idempotencyKey: 'bad' })),
  );

  test('of an order', () =>
    expectRefused(badOrders, () => ({ method: 'POST', path: '/orders', idempotencyKey: 'bad' })));

  test('of a stock adjustment', () =>
    expectRefused(badAdjustments, (sku) => ({
      method: 'POST',
      path: `/catalog/items/${sku}/stock-adjustments`,
      idempotencyKey: 'bad',
    })));

  test('of an item', () => expectRefused(badItems, (sku) => ({ method: 'PUT', path: `/catalog/items/${sku}` })));

  test('of a cancellation', () =>
    expectRefused(badCancellations, (_, orderId) => ({ method: 'POST', path: `/orders/${orderId}/cancel` })));
});

test('two lines of one SKU that are too many together are refused', async () => {
  const line = { sku: await shop().newItem(), quantity: 6_000 };
  const answer = await shop().client.placeOrder(shop().staff, { lines: [line, line], paymentMethod: 'pm_card_visa' });
  const problem = read(answer, 400, problemSchema);
  expect(problem.code).toBe('invalid_request');
  expect(pointers(problem)[0]).toMatch(/^\/lines/);
});

test.for([
  ['just over 256 KiB', 256 * 1024 + 1],
  ['of a megabyte', 1024 * 1024],
] as const)('a body %s is refused as too large', async ([, bytes]) => {
  const text = JSON.stringify({ note: '' });
  const sent = { method: 'POST', path: '/orders', token: shop().staff, idempotencyKey: 'large' };
  const answer = await shop().client.send({ ...sent, text: text.padEnd(bytes) });
  expect(read(answer, 413, problemSchema).code).toBe('body_too_large');
});

test('a body of exactly 256 KiB is read', async () => {
  const sku = await shop().newItem({ units: 1 });
  const text = JSON.stringify({ lines: [{ sku, quantity: 1 }], paymentMethod: 'pm_card_visa' }).padEnd(256 * 1024);
  const sent = { method: 'POST', path: '/orders', token: shop().staff, idempotencyKey: 'just-so' };
  expect((await shop().client.send({ ...sent, text })).status).toBe(202);
});

testLawsAfterwards(shop);
