import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { authorize } from '../../../local/gateway/jwt-authorizer.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const issuer = 'https://issuer.example';
const definition = { issuer, audiences: ['shop'] };
const now = Math.floor(Date.now() / 1000);
const good = { iss: issuer, sub: 'me', client_id: 'shop', exp: now + 60, scope: 'read write' };

function sign(claims: Record<string, unknown>, alg = 'RS256', key = privateKey): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg }).sign(key);
}

function check(token: string | undefined, scopes: string[] = []) {
  const header = token === undefined ? undefined : `Bearer ${token}`;
  return authorize(header, definition, scopes, new Map([[issuer, publicKey]]));
}

describe('The JWT authorizer', () => {
  it('takes a token of its issuer for its client, and gives its claims', async () => {
    expect(await check(await sign(good))).toEqual({ ok: true, claims: good });
  });

  it('prefers aud to client_id', async () => {
    expect(await check(await sign({ ...good, aud: ['other', 'shop'], client_id: 'x' }))).toMatchObject({ ok: true });
    expect(await check(await sign({ ...good, aud: 'other' }))).toMatchObject({ ok: false, status: 401 });
  });

  it.each([
    ['of another issuer', { ...good, iss: 'https://other.example' }],
    ['for another client', { ...good, client_id: 'other' }],
    ['for no client', { iss: issuer, exp: now + 60 }],
    ['that has expired', { ...good, exp: now - 60 }],
    ['that never expires', { iss: issuer, client_id: 'shop' }],
    ['that is not valid yet', { ...good, nbf: now + 60 }],
  ])('refuses a token %s', async (_what, claims) => {
    expect(await check(await sign(claims))).toMatchObject({ ok: false, status: 401 });
  });

  it('refuses another key, another algorithm, and what is no token', async () => {
    expect(await check(await sign(good, 'RS256', stranger))).toMatchObject({ status: 401 });
    expect(await check(await sign(good, 'RS512'))).toMatchObject({ status: 401 });
    const [, claims] = (await sign(good)).split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`;
    expect(await check(unsigned)).toMatchObject({ status: 401 });
    expect(await check('nonsense')).toMatchObject({ status: 401 });
    expect(await check(undefined)).toEqual({ ok: false, status: 401, challenge: 'Bearer' });
  });

  it('wants one of the scopes of the route', async () => {
    expect(await check(await sign(good), ['admin', 'write'])).toMatchObject({ ok: true });
    expect(await check(await sign(good), ['admin'])).toMatchObject({ ok: false, status: 403 });
  });
});
