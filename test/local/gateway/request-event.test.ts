import { describe, expect, it } from 'vitest';
import type { HttpRequest } from '../../../local/gateway/http-message.ts';
import { requestEvent } from '../../../local/gateway/request-event.ts';
import { httpRequest } from './http-request.ts';

function eventOf(request: HttpRequest, more: Partial<Parameters<typeof requestEvent>[0]> = {}) {
  const now = Date.parse('2026-03-12T19:03:58.390Z');
  return requestEvent({
    request,
    apiId: 'api',
    routeKey: '$default',
    pathParameters: {},
    requestId: 'r',
    now,
    ...more,
  });
}

describe('A request as an event', () => {
  it('has the shape of payload format 2.0', () => {
    const request = httpRequest('GET', '/a%20b?x=1&x=2+3&y=', { headers: { host: 'localhost:3000', accept: '*/*' } });
    expect(eventOf(request, { pathParameters: { id: 'a b' }, routeKey: 'GET /{id}' })).toEqual({
      version: '2.0',
      routeKey: 'GET /{id}',
      rawPath: '/a b',
      rawQueryString: 'x=1&x=2+3&y=',
      queryStringParameters: { x: '1,2 3', y: '' },
      pathParameters: { id: 'a b' },
      headers: expect.objectContaining({ host: 'localhost:3000', accept: '*/*', 'x-forwarded-port': '3000' }),
      isBase64Encoded: false,
      requestContext: {
        accountId: '000000000000',
        apiId: 'api',
        domainName: 'localhost:3000',
        domainPrefix: 'api',
        http: { method: 'GET', path: '/a b', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: '' },
        requestId: 'r',
        routeKey: 'GET /{id}',
        stage: '$default',
        time: '12/Mar/2026:19:03:58 +0000',
        timeEpoch: 1773342238390,
      },
    });
  });

  it('joins repeated headers by commas and lists cookies apart', () => {
    const request = { ...httpRequest('GET', '/'), headers: { accept: ['a', 'b'], cookie: ['c=1; d=2', 'e=3'] } };
    const event = eventOf(request);
    expect(event.headers).toMatchObject({ accept: 'a,b' });
    expect(event.headers).not.toHaveProperty('cookie');
    expect(event.cookies).toEqual(['c=1', 'd=2', 'e=3']);
  });

  it.each([
    ['application/json; charset=utf-8', false],
    ['application/problem+json', false],
    ['text/csv', false],
    ['application/octet-stream', true],
    ['application/x-www-form-urlencoded', true],
    ['', true],
  ])('encodes a body of type "%s" in base64: %s', (type, isBase64Encoded) => {
    const event = eventOf(httpRequest('POST', '/', { headers: { 'content-type': type }, body: 'é' }));
    expect(event).toMatchObject({ isBase64Encoded, body: isBase64Encoded ? 'w6k=' : 'é' });
  });

  it('hands over every claim as a string, lists in brackets', () => {
    const claims = { sub: 'me', exp: 12, 'cognito:groups': ['staff', 'other'], email_verified: true };
    const event = eventOf(httpRequest('GET', '/'), { authorization: { claims, scopes: [] } });
    expect(event.requestContext).toMatchObject({
      authorizer: {
        jwt: {
          claims: { sub: 'me', exp: '12', 'cognito:groups': '[staff other]', email_verified: 'true' },
          scopes: null,
        },
      },
    });
  });
});
