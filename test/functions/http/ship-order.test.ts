import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Api, startApi } from './api.ts';
import { buyer, Shop, staff } from './shop.ts';

let api: Api;
let shop: Shop;
beforeAll(async () => {
  api = await startApi();
  shop = new Shop(api);
  await shop.stockUp('mug', 100);
});
afterAll(() => api.stop());

const ship = (orderId: string, caller = staff) => api.call({ method: 'POST', path: `/orders/${orderId}/ship`, caller });

test('an order is shipped once it is paid and captured, and a repeat changes nothing', async () => {
  const orderId = await shop.order('mug');
  expect(await ship(orderId)).toMatchObject({ status: 409, body: { code: 'order_not_paid' } });
  await shop.confirm(orderId);
  expect(await ship(orderId)).toMatchObject({ status: 409, body: { code: 'order_not_paid' } });
  await shop.pay(orderId);
  expect(await ship(orderId)).toMatchObject({
    status: 409,
    headers: { 'retry-after': '1' },
    body: { code: 'payment_not_captured' },
  });
  await shop.capture(orderId);
  const shipped = await ship(orderId);
  expect(shipped).toMatchObject({ status: 200, body: { status: 'Shipped', payment: { status: 'captured' } } });
  expect(await ship(orderId)).toMatchObject({ status: 200, body: shipped.body });
});

test('a cancelled order is not shipped', async () => {
  const orderId = await shop.order('mug');
  await api.call({ method: 'POST', path: `/orders/${orderId}/cancel`, caller: buyer });
  expect(await ship(orderId)).toMatchObject({ status: 409, body: { code: 'order_not_paid' } });
});

test('it is for staff, and for orders that there are', async () => {
  const orderId = await shop.order('mug');
  expect(await ship(orderId, buyer)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  expect(await ship('a'.repeat(32))).toMatchObject({ status: 404, body: { code: 'order_not_found' } });
  expect(await ship('x')).toMatchObject({ status: 404 });
});

test('shipping and cancelling at once: one wins, the other is told', async () => {
  const orderId = await shop.order('mug');
  await shop.pay(orderId);
  await shop.capture(orderId);
  const cancel = api.call({ method: 'POST', path: `/orders/${orderId}/cancel`, caller: buyer });
  const statuses = (await Promise.all([ship(orderId), cancel])).map(({ status }) => status);
  expect([
    [200, 409],
    [409, 202],
  ]).toContainEqual(statuses);
});

test('a body that says more than nothing is refused, and nothing is shipped', async () => {
  const orderId = await shop.order('mug');
  await shop.confirm(orderId);
  await shop.pay(orderId);
  await shop.capture(orderId);
  const path = `/orders/${orderId}/ship`;
  expect(await api.call({ method: 'POST', path, caller: staff, body: { express: true } })).toMatchObject({
    status: 400,
    body: { code: 'invalid_request', errors: [{ pointer: '/express' }] },
  });
  expect(await ship(orderId)).toMatchObject({ status: 200 });
});
