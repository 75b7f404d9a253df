import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Api, startApi } from './api.ts';
import { buyer, Shop, staff } from './shop.ts';

let api: Api;
let shop: Shop;
beforeAll(async () => {
  api = await startApi();
  shop = new Shop(api);
  await shop.stockUp('mug', 1000);
});
beforeEach(() => {
  api.stateMachine.started.length = 0;
});
afterAll(() => api.stop());

const cancel = (orderId: string, body?: unknown, caller = buyer) =>
  api.call({ method: 'POST', path: `/orders/${orderId}/cancel`, caller, body });

type Preparation = (orderId: string) => Promise<unknown>;
const nothing: Preparation = async () => undefined;
const confirmed: Preparation = (orderId) => shop.confirm(orderId);
const pinned: Preparation = async (orderId) => {
  await shop.confirm(orderId);
  await shop.pin(orderId);
};
const paid: Preparation = (orderId) => shop.pay(orderId);
const captured: Preparation = async (orderId) => {
  await shop.pay(orderId);
  await shop.capture(orderId);
};

describe('cancelling', () => {
  test.each([
    ['before the reservation', nothing, 202, 'Cancelled', []],
    ['held', confirmed, 202, 'Cancelled', []],
    ['with a payment in flight', pinned, 202, 'StockConfirmed', []],
    ['paid', paid, 202, 'Cancelled', ['.1']],
    ['captured', captured, 202, 'Cancelled', ['.1']],
  ] as const)('an order %s', async (_, prepare, status, orderStatus, executions) => {
    const orderId = await shop.order('mug');
    await prepare(orderId);
    const answer = await cancel(orderId, { note: 'never mind' });
    const cancellation = { by: 'buyer', note: 'never mind', requestedAt: expect.stringMatching(/Z$/) };
    expect(answer).toMatchObject({ status, body: { orderId, status: orderStatus, cancellation } });
    if (orderStatus === 'Cancelled') expect(answer.body).toMatchObject({ reason: 'cancelled_by_buyer' });
    const input = { orderId, authorizeBy: 0 };
    expect(api.stateMachine.started).toEqual(executions.map((suffix) => ({ name: `${orderId}${suffix}`, input })));
  });

  test('again changes nothing', async () => {
    const orderId = await shop.order('mug');
    const first = await cancel(orderId, { note: 'first' });
    const again = await cancel(orderId, { note: 'second' }, staff);
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect((await cancel(orderId)).body).toEqual(first.body);
  });

  test('again while a payment is in flight changes nothing', async () => {
    const orderId = await shop.order('mug');
    await pinned(orderId);
    const first = await cancel(orderId, { note: 'first' });
    expect(await cancel(orderId, { note: 'second' }, staff)).toMatchObject({ status: 202, body: first.body });
  });

  test('again while the money is held asks for the same execution', async () => {
    const orderId = await shop.order('mug');
    await captured(orderId);
    await cancel(orderId);
    expect(await cancel(orderId)).toMatchObject({ status: 200 });
    expect(api.stateMachine.started).toHaveLength(1);
  });

  test('a shipped order is too late', async () => {
    const orderId = await shop.order('mug');
    await captured(orderId);
    await api.call({ method: 'POST', path: `/orders/${orderId}/ship`, caller: staff });
    expect(await cancel(orderId)).toMatchObject({ status: 409, body: { code: 'order_already_shipped' } });
  });

  test('by staff has its own reason', async () => {
    const orderId = await shop.order('mug');
    expect(await cancel(orderId, undefined, staff)).toMatchObject({
      body: { reason: 'cancelled_by_staff', cancellation: { by: 'staff' } },
    });
  });

  test('the order of another is not found', async () => {
    const orderId = await shop.order('mug');
    for (const body of [undefined, { restock: false }]) {
      expect(await cancel(orderId, body, { sub: 'other' })).toMatchObject({
        status: 404,
        body: { code: 'order_not_found' },
      });
    }
    expect(await cancel('a'.repeat(32))).toMatchObject({ status: 404 });
    expect(await cancel('x'.repeat(3000))).toMatchObject({ status: 404 });
  });

  test('many times at once cancels once', async () => {
    const orderId = await shop.order('mug');
    await captured(orderId);
    const answers = await Promise.all(Array.from({ length: 5 }, () => cancel(orderId)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 202]);
    expect(api.stateMachine.started).toHaveLength(1);
  });

  test('stands when its execution does not start, and says so to the operator', async () => {
    const orderId = await shop.order('mug');
    await paid(orderId);
    const log = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
    api.stateMachine.refusing = true;
    expect(await cancel(orderId)).toMatchObject({ status: 202, body: { status: 'Cancelled' } });
    api.stateMachine.refusing = false;
    expect(log.mock.calls.flat().join()).toContain(`"orderId":"${orderId}"`);
    log.mockRestore();
  });
});

describe('units of a cancelled order', () => {
  const paidOrder = async (sku: string) => {
    await shop.stockUp(sku, 5);
    const orderId = await shop.order(sku, 2);
    await captured(orderId);
    return orderId;
  };

  test.each([
    ['return', 'returning', undefined, { available: 5, sold: 0 }],
    ['return, when staff says so', 'restocked', { restock: true }, { available: 5, sold: 0 }],
    ['are written off, when staff says so', 'broken', { restock: false }, { available: 3, sold: 0 }],
  ])('%s', async (_, sku, body, totals) => {
    const orderId = await paidOrder(sku);
    expect(await cancel(orderId, body, staff)).toMatchObject({ status: 202, body: { cancellation: body ?? {} } });
    expect(await shop.stock(sku)).toMatchObject(totals);
  });

  test('are told, with what is available, when they are written off', async () => {
    const orderId = await paidOrder('shards');
    await cancel(orderId, { restock: false }, staff);
    const { body } = await api.call({ method: 'GET', path: `/orders/${orderId}/events`, caller: staff });
    expect(body).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({
          detailType: 'StockAdjusted',
          detail: expect.objectContaining({ data: expect.objectContaining({ delta: -2, available: 3, orderId }) }),
        }),
      ]),
    });
  });

  test('are not a buyer’s to write off', async () => {
    const orderId = await paidOrder('theirs');
    expect(await cancel(orderId, { restock: false })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await cancel(orderId, { restock: true })).toMatchObject({ status: 202 });
  });
});
