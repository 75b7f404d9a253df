import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { authorize } from '../../../local/gateway/jwt-authorizer.ts';
import { signingKey } from '../../../local/gateway/signing-key.ts';
import { TokenIssuer } from '../../../local/gateway/token-issuer.ts';
import { systemClock } from '../../../local/runtime/system-clock.ts';
import { temporaryDirectory } from '../temporary-directory.ts';
import { httpRequest } from './http-request.ts';

const directory = temporaryDirectory();
const answerSchema = z.object({ access_token: z.string() });

async function tokenIssuer(): Promise<TokenIssuer> {
  const key = await signingKey(join(directory, 'key.pem'));
  return new TokenIssuer({ issuer: 'https://pool', clientId: 'client', key, clock: systemClock });
}

async function request(body: string) {
  const response = await (await tokenIssuer()).answer(httpRequest('POST', '/_local/token', { body }));
  return { status: response.status, body: JSON.parse(response.body.toString()) };
}

describe('The token issuer', () => {
  it('issues an access token as Cognito does', async () => {
    const { status, body } = await request('{"sub":"me","groups":["staff"]}');
    expect(status).toBe(200);
    const claims = decodeJwt(answerSchema.parse(body).access_token);
    expect(claims).toMatchObject({
      iss: 'https://pool',
      sub: 'me',
      client_id: 'client',
      token_use: 'access',
      'cognito:groups': ['staff'],
    });
    expect(claims).not.toHaveProperty('aud');
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(12 * 60 * 60);
  });

  it('keeps its key: a token of one run is good in the next', async () => {
    const token = await (await tokenIssuer()).issue('me');
    const next = await tokenIssuer();
    const definition = { issuer: next.issuer, audiences: ['client'] };
    const keys = new Map([[next.issuer, next.publicKey]]);
    expect(await authorize(`Bearer ${token}`, definition, [], keys)).toMatchObject({ ok: true });
  });

  it.each(['', 'nonsense', '{}', '{"sub":""}', '{"sub":"me","groups":"staff"}', '{"sub":"me","group":["staff"]}'])(
    'refuses the body %s',
    async (body) => {
      expect(await request(body)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
    },
  );
});
