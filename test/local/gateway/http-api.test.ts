import { describe, expect, it } from 'vitest';
import type { CorsConfiguration } from '../../../local/gateway/api-properties.ts';
import { HttpApi } from '../../../local/gateway/http-api.ts';
import { type Authorizer, unrestricted } from '../../../local/ports.ts';
import { denying } from '../denying.ts';
import { FakeClock } from '../fake-clock.ts';
import { type FakeFunction, FakeFunctions, failure, functionArn, openFunction } from '../fake-functions.ts';
import { httpRequest } from './http-request.ts';

function api(
  answer: FakeFunction,
  {
    cors,
    routeKey = '$default',
    access = unrestricted,
  }: { cors?: CorsConfiguration; routeKey?: string; access?: Authorizer } = {},
) {
  const clock = new FakeClock();
  const functions = new FakeFunctions({ handler: answer });
  const problems: string[] = [];
  const route = { routeKey, functionArn: functionArn('handler'), timeoutMilliseconds: 30_000, scopes: [] };
  const definition = { apiId: 'api', routes: [route], ...(cors === undefined ? {} : { cors }) };
  const report = (problem: string) => problems.push(problem);
  return {
    clock,
    functions,
    problems,
    api: new HttpApi({ definition, functions, access, issuerKeys: new Map(), clock, report }),
  };
}

const hello: FakeFunction = () => ({ ok: true, payload: { statusCode: 200, body: 'hello' } });

describe('An HTTP API', () => {
  it('answers with what the function answers', async () => {
    expect(await api(hello).api.handle(httpRequest('GET', '/'))).toMatchObject({ status: 200, body: 'hello' });
  });

  it('answers 500 for a function that fails, and reports it', async () => {
    const { api: failing, problems } = api(() => failure('TypeError', 'x is not a function'));
    const response = await failing.handle(httpRequest('GET', '/'));
    expect(response).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' });
    expect(problems).toEqual(['$default failed: TypeError: x is not a function']);
  });

  it('answers 500 for a function that does not let it in', async () => {
    const access = denying('lambda:InvokeFunction');
    const { api: denied, functions } = api(hello, { routeKey: 'GET /a/{b}', access });
    expect(await denied.handle(httpRequest('GET', '/a/1'))).toMatchObject({ status: 500 });
    expect(functions.calls).toEqual([]);
    expect(access.asked).toEqual([`apigateway.amazonaws.com lambda:InvokeFunction ${functionArn('handler')}`]);
  });

  it('answers 503 for a function that takes longer than 30 s', async () => {
    const { call } = openFunction();
    const { api: slow, clock } = api(call);
    const response = slow.handle(httpRequest('GET', '/'));
    await clock.advance(30_000);
    expect(await response).toMatchObject({ status: 503, body: '{"message":"Service Unavailable"}' });
  });

  it('answers 404 without a route, and 400 for a path that is not well encoded', async () => {
    const { api: one } = api(hello, { routeKey: 'GET /a/{b}' });
    expect(await one.handle(httpRequest('POST', '/a/b'))).toMatchObject({ status: 404 });
    expect(await one.handle(httpRequest('GET', '/a/%'))).toMatchObject({ status: 400 });
  });

  it('answers 413 for an event that Lambda would not take', async () => {
    const { api: one, functions } = api(hello);
    const body = '"'.repeat(3.5 * 1024 * 1024);
    const request = httpRequest('POST', '/', { headers: { 'content-type': 'text/plain' }, body });
    expect(await one.handle(request)).toMatchObject({ status: 413, body: '{"message":"Request Entity Too Large"}' });
    expect(functions.calls).toEqual([]);
  });
});

describe('An HTTP API with a CORS configuration', () => {
  const cors = { AllowOrigins: ['https://shop.example'], AllowMethods: ['GET'], AllowHeaders: ['x-a'], MaxAge: 60 };
  const origin = { origin: 'https://shop.example' };

  it('answers a preflight request itself', async () => {
    const { api: one, functions } = api(hello, { cors });
    const headers = { ...origin, 'access-control-request-method': 'GET' };
    expect(await one.handle(httpRequest('OPTIONS', '/', { headers }))).toEqual({
      status: 204,
      headers: {
        'access-control-allow-origin': 'https://shop.example',
        'access-control-allow-methods': 'GET',
        'access-control-allow-headers': 'x-a',
        'access-control-max-age': '60',
        vary: 'Origin',
      },
      body: '',
    });
    expect(functions.calls).toEqual([]);
  });

  it('adds its headers to answers for the allowed origin alone', async () => {
    const { api: one } = api(hello, { cors });
    const allowed = await one.handle(httpRequest('GET', '/', { headers: origin }));
    expect(allowed.headers).toMatchObject({ 'access-control-allow-origin': 'https://shop.example' });
    const other = await one.handle(httpRequest('GET', '/', { headers: { origin: 'https://other.example' } }));
    expect(other.headers).not.toHaveProperty('access-control-allow-origin');
  });
});
