import { beforeAll, describe, expect, test } from 'vitest';
import { type Books, readBooksOf } from '../support/books.ts';
import { undersold } from '../support/last-unit.ts';
import { orderSchema, read } from '../support/schemas.ts';
import { useShop } from '../support/use-shop.ts';
import { violations } from '../support/violations.ts';

const shop = useShop({ SWEEP_SECONDS: 1 });

/** What the books of a shop in order say: one SKU, and an order that is paid, one that is cancelled, one written off. */
let books: Books;
let sku: string;
let paid: string;
let cancelled: string;

beforeAll(async () => {
  sku = await shop().newItem({ units: 9 });
  const orders = [await shop().paidOrder(sku, 2), await shop().paidOrder(sku, 1), await shop().paidOrder(sku, 1)];
  [paid = '', cancelled = ''] = orders.map(({ orderId }) => orderId);
  read(await shop().client.cancel(shop().staff, cancelled), 202, orderSchema);
  const writtenOff = orders[2]?.orderId ?? '';
  read(await shop().client.cancel(shop().staff, writtenOff, { restock: false }), 202, orderSchema);
  expect(await shop().client.settle()).toBe(0);
  const orderIds = [paid, cancelled, writtenOff];
  books = await readBooksOf(shop(), { skus: [sku], orderIds, eventsAfter: 0 });
});

type Fraud = (books: Books) => Books;

const moreUnits: Fraud = ({ stock, ...rest }) => ({
  ...rest,
  stock: stock.map((item) => ({ ...item, available: item.available + 1, onHand: item.onHand + 1 })),
});

/** Units that moved from one total to another keep the sum, and are wrong all the same. */
const soldAsReserved: Fraud = ({ stock, ...rest }) => ({
  ...rest,
  stock: stock.map((item) => ({ ...item, reserved: item.reserved + 1, sold: item.sold - 1, onHand: item.onHand + 1 })),
});

const withoutLastMovement: Fraud = ({ movements, ...rest }) => ({
  ...rest,
  movements: new Map([...movements].map(([item, rows]) => [item, rows.slice(1)])),
});

const chargedTwice: Fraud = ({ payments, ...rest }) => ({
  ...rest,
  payments: [...payments, ...payments.filter(({ orderId, operation }) => orderId === paid && operation === 'capture')],
});

const keptTheMoney: Fraud = ({ payments, ...rest }) => ({
  ...rest,
  payments: payments.filter(({ orderId, operation }) => orderId !== cancelled || operation !== 'refund'),
});

const paidForOthers: Fraud = ({ orders, ...rest }) => ({
  ...rest,
  orders: orders.filter(({ orderId }) => orderId !== paid),
});

const stillHeld: Fraud = ({ orders, ...rest }) => ({
  ...rest,
  orders: orders.map((order) => ({ ...order, reservation: { status: 'Held' as const } })),
});

function without(detailType: string): Fraud {
  return ({ events, ...rest }) => ({ ...rest, events: events.filter((event) => event.detailType !== detailType) });
}

const neverStored: Fraud = ({ stored, ...rest }) => ({
  ...rest,
  stored: new Map([...(stored ?? [])].map(([orderId, ids]) => [orderId, ids.slice(0, -1)])),
});

const toldOtherwise: Fraud = ({ events, ...rest }) => ({
  ...rest,
  events: [...events, ...events.slice(-1).map((event) => ({ ...event, detailType: 'OrderPaymentRefunded' }))].map(
    (event, index, all) => (index === all.length - 1 ? { ...event, detail: changed(event.detail) } : event),
  ),
});

function changed(detail: unknown): unknown {
  return JSON.parse(JSON.stringify(detail).replace(/"amount":\d+/, '"amount":1'));
}

const neverHad: Fraud = ({ orders, ...rest }) => ({
  ...rest,
  orders: orders.map((order) => ({ ...order, history: order.history.slice(0, -1) })),
});

const frauds: readonly (readonly [string, Fraud, RegExp])[] = [
  ['a unit that nobody put there', moreUnits, /units were put there/],
  ['a unit in another total', soldAsReserved, /the events tell/],
  ['a movement that is missing', withoutLastMovement, /the ledger says/],
  ['an order whose units are not accounted for', withoutLastMovement, /its effect on/],
  ['a second capture', chargedTwice, /capture succeeded, capture succeeded/],
  ['money that was kept', keptTheMoney, /Cancelled, refunded/],
  ['money of no order', paidForOthers, /money without an order/],
  ['a reservation that outlives its order', stillHeld, /with a reservation Held/],
  ['a version that is missing', without('OrderStockConfirmed'), /its events have the versions/],
  ['an event that was never delivered', without('OrderPaymentRefunded'), /is stored, and was not delivered/],
  ['an event that was never stored', neverStored, /was delivered, and is not stored/],
  ['an event that says another thing the second time', toldOtherwise, /told otherwise/],
  ['a status that is told, and never was', neverHad, /its events tell/],
];

describe('the laws', () => {
  test('find nothing where nothing is wrong', () => {
    expect(violations(books)).toEqual([]);
  });

  test.for(frauds)('find %s', ([, fraud, words]) => {
    expect(violations(fraud(books)).join('\n')).toMatch(words);
  });
});

test('what is left can be sold to the last unit', async () => {
  expect(await undersold(shop(), [sku])).toEqual([]);
  expect(await shop().stock(sku)).toMatchObject({ available: 0, reserved: 0, sold: 8 });
});
