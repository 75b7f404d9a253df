import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { testLawsAfterwards } from '../support/laws.ts';
import { scenario } from '../support/scenarios/scenario.ts';
import { orderListSchema, orderSchema, problemSchema, read } from '../support/schemas.ts';
import type { Buyer } from '../support/shop.ts';
import { useShop } from '../support/use-shop.ts';
import { atOnce } from '../support/wait.ts';

const shop = useShop();
const paymentMethod = 'pm_card_visa';

async function setting() {
  const [buyer, one, other] = await Promise.all([
    shop().newBuyer(),
    shop().newItem({ units: 50 }),
    shop().newItem({ units: 50 }),
  ]);
  const lines = [one, other].map((sku) => ({ sku, quantity: 1 }));
  return { buyer, sku: one, lines, body: { lines, paymentMethod }, key: randomUUID() };
}

async function ordersOf({ token }: Buyer) {
  return read(await shop().client.orders(token), 200, orderListSchema).items;
}

function send(buyer: Buyer, idempotencyKey: string | undefined, text: string) {
  const key = idempotencyKey === undefined ? {} : { idempotencyKey };
  return shop().client.send({ method: 'POST', path: '/orders', token: buyer.token, ...key, text });
}

describe('an order placed again with its key', () => {
  test('is the same order, byte for byte, also when it has moved on and its items have changed', async () => {
    const { buyer, sku, body, key } = await setting();
    const first = await shop().client.placeOrder(buyer.token, body, key);
    const { orderId } = read(first, 202, orderSchema);
    expect(first.headers.get('location')).toContain(`/orders/${orderId}`);
    await shop().ended(orderId);
    await shop().client.putItem(shop().staff, sku, { name: 'Other', price: { amount: 1, currency: 'EUR' } });
    const again = await shop().client.placeOrder(buyer.token, body, key);
    expect([again.status, again.text]).toEqual([202, first.text]);
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(await ordersOf(buyer)).toHaveLength(1);
    expect(await shop().stock(sku)).toMatchObject({ sold: 1 });
  });

  test(
    scenario('same idempotency key: other body; two at once', '20 at once are one order with one answer'),
    async () => {
      const { buyer, sku, body, key } = await setting();
      const answers = await atOnce(20, () => shop().client.placeOrder(buyer.token, body, key));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      await shop().client.settle();
      expect(await ordersOf(buyer)).toHaveLength(1);
      expect(await shop().stock(sku)).toMatchObject({ available: 49, sold: 1 });
    },
  );

  test('is the same whatever the order of its members and its white space', async () => {
    const { buyer, body, lines, key } = await setting();
    const first = await send(buyer, key, JSON.stringify(body));
    const turned = { paymentMethod, lines: lines.map(({ sku, quantity }) => ({ quantity, sku })) };
    const again = await send(buyer, key, JSON.stringify(turned, null, 4));
    expect([again.status, again.text]).toEqual([202, first.text]);
  });

  test(scenario('same idempotency key: other body; two at once', 'another order is refused'), async () => {
    const { buyer, body, lines, key } = await setting();
    await shop().client.placeOrder(buyer.token, body, key);
    for (const other of [
      { ...body, paymentMethod: 'pm_sim_slow' },
      { ...body, lines: lines.toReversed() },
      { ...body, lines: lines.slice(1) },
    ]) {
      const answer = await shop().client.placeOrder(buyer.token, other, key);
      expect(read(answer, 422, problemSchema).code).toBe('idempotency_key_reused');
    }
    expect(await ordersOf(buyer)).toHaveLength(1);
  });

  test('by another buyer is an order of his own', async () => {
    const { buyer, body, key } = await setting();
    const stranger = await shop().newBuyer();
    const first = read(await shop().client.placeOrder(buyer.token, body, key), 202, orderSchema);
    const second = read(await shop().client.placeOrder(stranger.token, body, key), 202, orderSchema);
    expect(second.orderId).not.toBe(first.orderId);
    expect(second.buyerId).toBe(stranger.sub);
  });

  test('after it was refused is taken: a refusal burns no key', async () => {
    const { buyer, key } = await setting();
    const sku = `later-${key}`;
    const body = { lines: [{ sku, quantity: 1 }], paymentMethod };
    expect(read(await shop().client.placeOrder(buyer.token, body, key), 422, problemSchema).code).toBe('unknown_sku');
    await shop().client.putItem(shop().staff, sku, { name: 'Now there', price: { amount: 1, currency: 'USD' } });
    expect((await shop().client.placeOrder(buyer.token, body, key)).status).toBe(202);
  });
});

test.for([
  ['without a key', undefined, 'idempotency_key_required'],
  ['with a key of 256 characters', 'k'.repeat(256), undefined],
  ['with a key that is not printable ASCII', 'schl\u00fcssel', undefined],
] as const)('an order %s is refused', async ([, key, code]) => {
  const { buyer, body } = await setting();
  const problem = read(await send(buyer, key, JSON.stringify(body)), 400, problemSchema);
  if (code !== undefined) expect(problem.code).toBe(code);
  expect(await ordersOf(buyer)).toEqual([]);
});

describe('a stock adjustment with its key', () => {
  test(scenario('same idempotency key: other body; two at once', 'of an adjustment, 20 at once'), async () => {
    const { sku, key } = await setting();
    const adjust = () => shop().client.adjust(shop().staff, sku, { delta: 7, reason: 'received' }, key);
    const answers = await atOnce(20, adjust);
    await shop().receive(sku, 100);
    answers.push(await adjust());
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await shop().stock(sku)).toMatchObject({ available: 50 + 7 + 100 });
  });

  test(scenario('same idempotency key: other body; two at once', 'another adjustment is refused'), async () => {
    const { sku, lines, key } = await setting();
    const adjust = (target: string, delta: number) =>
      shop().client.adjust(shop().staff, target, { delta, reason: 'received' }, key);
    expect((await adjust(sku, 1)).status).toBe(201);
    expect(read(await adjust(sku, 2), 422, problemSchema).code).toBe('idempotency_key_reused');
    expect((await adjust(lines[1]?.sku ?? '', 2)).status).toBe(201);
    expect(await shop().stock(sku)).toMatchObject({ available: 51 });
  });
});

testLawsAfterwards(shop);
