import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { decodeJwt, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import type { HttpRequest } from '../support/http.ts';
import { problemSchema, read } from '../support/schemas.ts';
import { useShop } from '../support/use-shop.ts';

const shop = useShop();

const buyerRoutes: readonly HttpRequest[] = [
  { path: '/orders' },
  { path: '/orders/any' },
  { method: 'POST', path: '/orders', body: {} },
  { method: 'POST', path: '/orders/any/cancel', body: {} },
];

const staffRoutes: readonly HttpRequest[] = [
  { method: 'PUT', path: '/catalog/items/any', body: {} },
  { method: 'POST', path: '/catalog/items/any/stock-adjustments', body: {} },
  { path: '/catalog/items/any/stock' },
  { path: '/catalog/items/any/movements' },
  { path: '/orders/any/events' },
  { method: 'POST', path: '/orders/any/ship' },
  { path: '/operations/discrepancies' },
  { method: 'POST', path: '/operations/discrepancies/any/resolve', body: {} },
];

const named = (routes: readonly HttpRequest[]) =>
  routes.map((request) => [`${request.method ?? 'GET'} ${request.path}`, request] as const);

/** Tokens that nobody may trust, each made of the claims of a good one. */
async function badTokens(): Promise<Record<string, string>> {
  const good = await shop().client.token('somebody', ['staff']);
  const claims = decodeJwt(good);
  const [header, , signature] = good.split('.');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = createPrivateKey(await shop().run.tokenKey());
  const signed = (changes: object) =>
    new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg: 'RS256' }).sign(key);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' });
  const claimsOfAnother = Buffer.from(JSON.stringify({ ...claims, sub: 'another' })).toString('base64url');
  return {
    'no JWT': 'abc',
    'an empty one': '',
    'one without a signature': new UnsecuredJWT(claims).encode(),
    'one whose signature was cut off': `${header}.${good.split('.')[1]}.`,
    'one signed with a shared secret': await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode('a secret that everybody may know')),
    'one signed with the key of another': await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: 'local' })
      .sign(privateKey),
    'one signed with the public key as a shared secret': await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(String(publicKey))),
    'one of another issuer': await signed({ iss: 'https://issuer.example' }),
    'one for another client': await signed({ client_id: 'another' }),
    'one for another audience': await signed({ aud: 'another' }),
    'one that has expired': await signed({ exp: 1_000_000_000 }),
    'one that never expires': await signed({ exp: undefined }),
    'one that is not valid yet': await signed({ nbf: 4_000_000_000 }),
    'one with the claims of another': `${header}.${claimsOfAnother}.${signature}`,
  };
}

test('a token that is signed as theirs were is good, but for what was changed in them', async () => {
  const key = createPrivateKey(await shop().run.tokenKey());
  const claims = decodeJwt(await shop().client.token('somebody', ['staff']));
  const token = await new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(key);
  expect((await shop().client.orders(token)).status).toBe(200);
});

describe('without a token that the API trusts', () => {
  test.for(named([...buyerRoutes, ...staffRoutes]))('%s answers 401', async ([, request]) => {
    const answer = await shop().client.send(request);
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({ message: 'Unauthorized' });
    for (const [what, token] of Object.entries(await badTokens())) {
      expect([what, (await shop().client.send({ ...request, token })).status]).toEqual([what, 401]);
    }
  });

  test.for(['/health', '/catalog/items'])('GET %s answers, since it is for all', async (path) => {
    expect((await shop().client.send({ path })).status).toBe(200);
    expect((await shop().client.send({ path, token: 'abc' })).status).toBe(200);
  });
});

describe('a buyer', () => {
  test.for(named(staffRoutes))('may not %s', async ([, request]) => {
    for (const groups of [undefined, ['other'], ['staffing'], ['not-staff', 'Staff']]) {
      const token = await shop().client.token('somebody', groups);
      const answer = await shop().client.send({ ...request, token, idempotencyKey: 'any' });
      expect([groups, read(answer, 403, problemSchema).code]).toEqual([groups, 'forbidden']);
    }
  });

  test('does not see or cancel the order of another, nor learn that there is one', async () => {
    const { orderId } = await shop().placeOne(await shop().newItem({ units: 1 }));
    const { token } = await shop().newBuyer();
    const [theirs, none] = await Promise.all([
      shop().client.order(token, orderId),
      shop().client.order(token, 'no-such-order'),
    ]);
    expect(read(theirs, 404, problemSchema).code).toBe('order_not_found');
    expect(read(none, 404, problemSchema).code).toBe('order_not_found');
    const cancelled = await shop().client.cancel(token, orderId);
    expect(read(cancelled, 404, problemSchema).code).toBe('order_not_found');
    expect((await shop().ended(orderId)).status).toBe('Paid');
  });
});

test('staff among other groups are staff, and may do what a buyer may', async () => {
  const token = await shop().client.token('somebody', ['other', 'staff']);
  const sku = await shop().newItem({ units: 1 });
  expect((await shop().client.stock(token, sku)).status).toBe(200);
  const body = { lines: [{ sku, quantity: 1 }], paymentMethod: 'pm_card_visa' };
  expect((await shop().client.placeOrder(token, body)).status).toBe(202);
});

describe('what is not there', () => {
  test.for([
    ['GET', '/nothing', 404, 'not_found'],
    ['GET', '/orders/a/b/c', 404, 'not_found'],
    ['DELETE', '/orders', 405, 'method_not_allowed'],
    ['PUT', '/orders', 405, 'method_not_allowed'],
    ['POST', '/catalog/items', 405, 'method_not_allowed'],
    ['DELETE', '/catalog/items/any', 405, 'method_not_allowed'],
    ['GET', '/orders/any/ship', 405, 'method_not_allowed'],
    ['GET', '/catalog/items/unknown', 404, 'item_not_found'],
    ['GET', '/catalog/items/unknown/stock', 404, 'item_not_found'],
    ['GET', '/catalog/items/unknown/movements', 404, 'item_not_found'],
    ['GET', '/orders/unknown', 404, 'order_not_found'],
    ['GET', '/orders/unknown/events', 404, 'order_not_found'],
    ['POST', '/orders/unknown/cancel', 404, 'order_not_found'],
    ['POST', '/orders/unknown/ship', 404, 'order_not_found'],
  ] as const)('%s %s answers %i', async ([method, path, status, code]) => {
    const answer = await shop().client.send({ method, path, token: shop().staff });
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(read(answer, status, problemSchema)).toMatchObject({ status, code });
  });

  test('an adjustment of an unknown SKU answers 404', async () => {
    const answer = await shop().client.adjust(shop().staff, 'unknown', { delta: 1, reason: 'received' });
    expect(read(answer, 404, problemSchema).code).toBe('item_not_found');
  });
});
