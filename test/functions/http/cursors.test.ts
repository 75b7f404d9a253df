import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { type Api, startApi } from './api.ts';
import type { TestCaller } from './gateway.ts';
import { Shop, staff } from './shop.ts';

let api: Api;
let shop: Shop;
const ann: TestCaller = { sub: 'ann' };
const bob: TestCaller = { sub: 'bob' };

beforeAll(async () => {
  api = await startApi();
  shop = new Shop(api);
  await Promise.all([shop.stockUp('mug', 9), shop.stockUp('cup', 9)]);
  for (const caller of [ann, ann, bob, bob]) await shop.order('mug', 1, caller);
});
afterAll(() => api.stop());

const page = z.object({ items: z.array(z.unknown()), next: z.optional(z.string()) });

function list(path: string, caller: TestCaller | undefined, query: Record<string, string> = {}) {
  return api.call({
    method: 'GET',
    path,
    ...(caller === undefined ? {} : { caller }),
    query: { limit: '1', ...query },
  });
}

async function cursorOf(path: string, caller?: TestCaller): Promise<string> {
  const { next } = page.parse((await list(path, caller)).body);
  if (next === undefined) throw new Error(`${path} has no second page`);
  return next;
}

/** Every cursor that differs from a good one in one bit. */
function* tampered(cursor: string): Generator<string> {
  const bytes = Buffer.from(cursor, 'base64url');
  for (const index of bytes.keys()) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
    yield changed.toString('base64url');
  }
}

const refused = { status: 400, body: { code: 'invalid_request', errors: [{ pointer: '/query/cursor' }] } };

describe('a cursor', () => {
  test('leads on for the caller and the list that it was given for', async () => {
    const answer = await list('/orders', ann, { cursor: await cursorOf('/orders', ann) });
    expect(answer).toMatchObject({ status: 200, body: { items: [{ buyerId: 'ann' }] } });
    expect(await list('/catalog/items', undefined, { cursor: await cursorOf('/catalog/items') })).toMatchObject({
      status: 200,
    });
  });

  test('of one caller is nothing to another, staff included', async () => {
    const cursor = await cursorOf('/orders', ann);
    expect(await list('/orders', bob, { cursor })).toMatchObject(refused);
    expect(await list('/orders', staff, { cursor })).toMatchObject(refused);
    expect(await list('/orders', { ...ann, issuer: 'https://another.example' }, { cursor })).toMatchObject(refused);
  });

  test('of one list is nothing to another', async () => {
    const cursor = await cursorOf('/catalog/items');
    expect(await list('/orders', ann, { cursor })).toMatchObject(refused);
    const mugs = await api.call({ method: 'GET', path: '/orders', caller: staff, query: { limit: '1' } });
    const orders = page.parse(mugs.body).next ?? '';
    expect(await list('/catalog/items/mug/movements', staff, { cursor: orders })).toMatchObject(refused);
  });

  test('that was tampered with is refused, whichever bit it was', async () => {
    for (const cursor of tampered(await cursorOf('/orders', ann))) {
      expect(await list('/orders', ann, { cursor })).toMatchObject(refused);
    }
  });

  test.each(['', 'x', '....', Buffer.alloc(16).toString('base64url'), 'a'.repeat(2000)])(
    'like %j is refused',
    async (cursor) => {
      expect(await list('/orders', ann, { cursor })).toMatchObject(refused);
    },
  );
});
