import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { toItem, toKey } from '../../../adapters/dynamodb/codec.ts';
import { adjustmentKey, stockKey } from '../../../adapters/dynamodb/keys.ts';
import { type Api, startApi } from './api.ts';
import { buyer, newKey, Shop } from './shop.ts';

let api: Api;
let shop: Shop;
beforeAll(async () => {
  api = await startApi();
  shop = new Shop(api);
});
afterAll(() => api.stop());

const received = (delta: number) => ({ delta, reason: 'received' });
const idSchema = z.object({ adjustmentId: z.string() });

test('an adjustment is answered with the totals that it left', async () => {
  await shop.stockUp('mug', 0);
  const answer = await shop.adjust('mug', { ...received(5), note: 'from the pottery' });
  const stock = { sku: 'mug', available: 5, reserved: 0, sold: 0, onHand: 5 };
  expect(answer.status).toBe(201);
  expect(answer.body).toEqual({ adjustmentId: expect.stringMatching(/^[a-z2-7]{32}$/), stock });
  expect(await shop.stock('mug')).toEqual(stock);
});

test('it is for staff', async () => {
  const path = '/catalog/items/mug/stock-adjustments';
  const answer = await api.call({ method: 'POST', path, caller: buyer, key: newKey(), body: received(1) });
  expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});

test('an item that is not there is not found, and gets no stock', async () => {
  const before = await shop.everything();
  const key = newKey();
  expect(await shop.adjust('later', received(1), key)).toMatchObject({ status: 404, body: { code: 'item_not_found' } });
  expect(await shop.everything()).toEqual(before);
  await shop.stockUp('later', 0);
  expect(await shop.adjust('later', received(1), key)).toMatchObject({ status: 201 });
});

describe('a negative delta', () => {
  test.each([
    [5, -5, 201, 0],
    [5, -6, 409, 5],
    [0, -1, 409, 0],
    [5, -1_000_000_000, 409, 5],
  ])('of %i units: %i is answered %i and leaves %i', async (available, delta, status, left) => {
    const sku = `item${available}${delta}`;
    await shop.stockUp(sku, available);
    const answer = await shop.adjust(sku, { delta, reason: 'damaged' });
    expect(answer.status).toBe(status);
    if (status === 409) expect(answer.body).toMatchObject({ code: 'insufficient_stock' });
    expect(await shop.stock(sku)).toMatchObject({ available: left });
  });

  test('cannot take what is reserved', async () => {
    await shop.stockUp('held', 3);
    await shop.confirm(await shop.order('held', 2));
    expect(await shop.adjust('held', { delta: -2, reason: 'damaged' })).toMatchObject({ status: 409 });
    expect(await shop.adjust('held', { delta: -1, reason: 'damaged' })).toMatchObject({
      body: { stock: { available: 0, reserved: 2, onHand: 2 } },
    });
  });

  test('that was refused does not burn its key', async () => {
    await shop.stockUp('few', 1);
    const key = newKey();
    expect(await shop.adjust('few', { delta: -2, reason: 'damaged' }, key)).toMatchObject({ status: 409 });
    await shop.adjust('few', received(1));
    expect(await shop.adjust('few', { delta: -2, reason: 'damaged' }, key)).toMatchObject({ status: 201 });
  });
});

test('a sum that could not be counted exactly is refused', async () => {
  await shop.stockUp('sand', 0);
  await api.engine.client.send(
    new UpdateItemCommand({
      TableName: api.engine.tables.Inventory,
      Key: toKey(stockKey('sand')),
      UpdateExpression: 'SET available = :available',
      ExpressionAttributeValues: toItem({ ':available': Number.MAX_SAFE_INTEGER - 2 }),
    }),
  );
  expect(await shop.adjust('sand', received(3))).toMatchObject({ status: 409, body: { code: 'stock_limit_exceeded' } });
  expect(await shop.adjust('sand', received(2))).toMatchObject({
    status: 201,
    body: { stock: { available: Number.MAX_SAFE_INTEGER } },
  });
});

describe('a repeat', () => {
  test('is answered byte for byte, whatever has happened since', async () => {
    await shop.stockUp('cup', 0);
    const key = newKey();
    const first = await shop.adjust('cup', received(5), key);
    await shop.adjust('cup', { delta: -5, reason: 'damaged' });
    expect(await shop.adjust('cup', { reason: 'received', delta: 5 }, key)).toEqual(first);
    expect(await shop.stock('cup')).toMatchObject({ available: 0 });
  });

  test('of the key with another body is refused', async () => {
    await shop.stockUp('jar', 0);
    const key = newKey();
    await shop.adjust('jar', received(5), key);
    for (const body of [received(6), { delta: 5, reason: 'returned' }, { ...received(5), note: '' }]) {
      expect(await shop.adjust('jar', body, key)).toMatchObject({
        status: 422,
        body: { code: 'idempotency_key_reused' },
      });
    }
  });

  test('of the key for another SKU is another adjustment', async () => {
    await Promise.all([shop.stockUp('left', 0), shop.stockUp('right', 0)]);
    const key = newKey();
    const answers = await Promise.all(['left', 'right'].map((sku) => shop.adjust(sku, received(1), key)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
  });

  test('at the same time changes the stock once, and all get one answer', async () => {
    await shop.stockUp('rush', 0);
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 6 }, () => shop.adjust('rush', received(5), key)));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await shop.stock('rush')).toMatchObject({ available: 5 });
  });

  test('completes an adjustment whose first answer was never stored', async () => {
    await shop.stockUp('lost', 0);
    const key = newKey();
    const first = await shop.adjust('lost', received(5), key);
    await api.engine.client.send(
      new UpdateItemCommand({
        TableName: api.engine.tables.Inventory,
        Key: toKey(adjustmentKey(idSchema.parse(first.body).adjustmentId)),
        UpdateExpression: 'REMOVE answer',
      }),
    );
    expect(await shop.adjust('lost', received(5), key)).toEqual(first);
    await shop.adjust('lost', received(1));
    expect(await shop.adjust('lost', received(5), key)).toEqual(first);
    expect(await shop.stock('lost')).toMatchObject({ available: 6 });
  });
});
