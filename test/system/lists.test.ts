import { beforeAll, describe, expect, test } from 'vitest';
import type { Query } from '../support/client.ts';
import type { Answer } from '../support/http.ts';
import { allOf } from '../support/pages.ts';
import {
  itemSchema,
  movementSchema,
  type OrderView,
  orderListSchema,
  orderSchema,
  problemSchema,
  read,
} from '../support/schemas.ts';
import type { Buyer } from '../support/shop.ts';
import { useShop } from '../support/use-shop.ts';

const shop = useShop();

let buyer: Buyer;
let sku: string;
let other: string;
/** Newest first: paid and declined in turn. */
let placed: OrderView[];

beforeAll(async () => {
  [buyer, sku, other] = await Promise.all([
    shop().newBuyer(),
    shop().newItem({ units: 20 }),
    shop().newItem({ units: 20 }),
  ]);
  placed = [];
  for (let index = 0; index < 8; index++) {
    const lines = [{ sku: index < 4 ? sku : other, quantity: 1 }];
    placed.unshift(await shop().place(buyer, lines, index % 2 === 0 ? 'pm_card_visa' : 'pm_card_chargeDeclined'));
  }
  await shop().placeOne(sku);
  await shop().client.settle();
});

const ids = (orders: readonly { readonly orderId: string }[]) => orders.map(({ orderId }) => orderId);

const ordersIn = (answer: Answer) => read(answer, 200, orderListSchema);

describe('a list of orders', () => {
  test.for([1, 3, 100])('in pages of %i has each of the buyer once, newest first', async (limit) => {
    const found = await allOf(orderSchema, (query) => shop().client.orders(buyer.token, query), limit);
    expect(ids(found)).toEqual(ids(placed));
  });

  test('shows each order as it is shown alone', async () => {
    const [newest] = ordersIn(await shop().client.orders(buyer.token)).items;
    expect(newest).toEqual(await shop().order(newest?.orderId ?? ''));
  });

  test('has the orders of all buyers for staff', async () => {
    const found = await allOf(orderSchema, (query) => shop().client.orders(shop().staff, query), 4);
    expect(found).toHaveLength(9);
    expect(found.map(({ createdAt }) => createdAt)).toEqual(
      found
        .map(({ createdAt }) => createdAt)
        .sort()
        .reverse(),
    );
  });

  test('can be filtered, also in pages and by more than one property', async () => {
    const filtered = (token: string, filter: Query) =>
      allOf(orderSchema, (query) => shop().client.orders(token, { ...filter, ...query }), 3).then(ids);
    const isPaid = (_: OrderView, index: number) => (placed.length - 1 - index) % 2 === 0;
    const paid = placed.filter(isPaid);
    const declined = placed.filter((order, index) => !isPaid(order, index));
    expect(await filtered(buyer.token, { status: 'Paid' })).toEqual(ids(paid));
    expect(await filtered(buyer.token, { reason: 'payment_failed' })).toEqual(ids(declined));
    expect(await filtered(buyer.token, { reason: 'stock_rejected' })).toEqual([]);
    expect(await filtered(buyer.token, { sku })).toEqual(ids(placed.slice(4)));
    expect(await filtered(shop().staff, { buyerId: buyer.sub })).toEqual(ids(placed));
    expect(await filtered(shop().staff, { buyerId: buyer.sub, sku: other, status: 'Cancelled' })).toEqual(
      ids(declined.slice(0, 2)),
    );
  });

  test('is empty for a buyer who has none', async () => {
    const { token } = await shop().newBuyer();
    expect(ordersIn(await shop().client.orders(token))).toEqual({ items: [] });
  });
});

test.for([1, 100])('the catalogue in pages of %i has each item once', async (limit) => {
  const found = await allOf(itemSchema, (query) => shop().client.items(query), limit);
  expect(found.map((item) => item.sku).sort()).toEqual([sku, other].sort());
  expect(found.find((item) => item.sku === other)).toMatchObject({ available: 18 });
});

test.for([1, 4, 100])('the movements of a SKU in pages of %i are all there once, newest first', async (limit) => {
  const found = await allOf(movementSchema, (query) => shop().client.movements(shop().staff, sku, query), limit);
  // One receipt; three orders reserved and committed; two reserved and released.
  expect(found).toHaveLength(1 + 3 * 2 + 2 * 2);
  expect(new Set(found.map(({ movementId }) => movementId)).size).toBe(found.length);
  expect(found.map(({ at }) => at)).toEqual(
    found
      .map(({ at }) => at)
      .sort()
      .reverse(),
  );
});

describe('a list is refused', () => {
  test.for(['limit=0', 'limit=101', 'limit=-1', 'limit=1.5', 'limit=ten', 'limit=', 'cursor=abc', 'cursor=eyJ9'])(
    'with %s',
    async (query) => {
      for (const path of ['/orders', '/catalog/items', `/catalog/items/${sku}/movements`]) {
        const answer = await shop().client.send({ path: `${path}?${query}`, token: shop().staff });
        expect(read(answer, 400, problemSchema).code).toBe('invalid_request');
      }
    },
  );

  test.for(['status=paid', 'status=Lost', 'reason=whim', 'sku=a%20b'])('of orders with %s', async (query) => {
    const answer = await shop().client.send({ path: `/orders?${query}`, token: shop().staff });
    expect(read(answer, 400, problemSchema).code).toBe('invalid_request');
  });

  test('with a cursor that was changed', async () => {
    const { next = '' } = ordersIn(await shop().client.orders(buyer.token, { limit: 1 }));
    for (const cursor of [`x${next}`, next.slice(0, -3), next.split('').reverse().join('')]) {
      const answer = await shop().client.orders(buyer.token, { cursor });
      expect(read(answer, 400, problemSchema).code).toBe('invalid_request');
    }
  });

  test('with the cursor of another buyer, or it does not show his orders', async () => {
    const { next = '' } = ordersIn(await shop().client.orders(buyer.token, { limit: 1 }));
    const { token } = await shop().newBuyer();
    const answer = await shop().client.orders(token, { cursor: next });
    if (answer.status === 200) expect(ordersIn(answer).items).toEqual([]);
    else expect(answer.status).toBe(400);
  });
});
