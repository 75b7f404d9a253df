import { afterEach, beforeEach, describe, expect, type MockInstance, test, vi } from 'vitest';
import { ContentionError } from '../../../adapters/dynamodb/contention.ts';
import { handler as health } from '../../../functions/http/get-health.ts';
import { handler as notFound } from '../../../functions/http/not-found.ts';
import { Problem, problemCodes } from '../../../functions/http/problem.ts';
import { callerOf, staffOf } from '../../../functions/http/request.ts';
import { answering } from '../../../functions/http/respond.ts';
import { requestEvent } from './gateway.ts';

let log: MockInstance;
beforeEach(() => {
  log = vi.spyOn(process.stdout, 'write').mockImplementation(() => true);
});
afterEach(() => {
  log.mockRestore();
});

const event = (method: string, path: string) => requestEvent({ method, path }, '$default', {});

async function answerTo(error: unknown) {
  const { statusCode, headers, body } = await answering(() => Promise.reject(error))(event('GET', '/orders'));
  return { statusCode, headers, body: JSON.parse(body ?? '') };
}

function named(name: string): Error {
  return Object.assign(new Error('table Orders-1A2B is throttled'), { name });
}

describe('an error', () => {
  test.each([
    new ContentionError('order x kept changing'),
    named('ThrottlingException'),
    named('ProvisionedThroughputExceededException'),
    named('TransactionConflictException'),
  ])('that passes is answered with 503, and when to come again: $name', async (error) => {
    expect(await answerTo(error)).toMatchObject({
      statusCode: 503,
      headers: { 'retry-after': '1', 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
      body: { code: 'service_unavailable', status: 503 },
    });
  });

  test.each([new TypeError('secret'), 'secret', undefined])('that is a bug is answered with 500: %s', async (error) => {
    const answer = await answerTo(error);
    expect(answer).toMatchObject({ statusCode: 500, body: { code: 'internal_error' } });
    expect(JSON.stringify(answer)).not.toContain('secret');
    expect(log.mock.calls.flat().join()).toMatch(/"requestId":"request-\d+"/);
  });

  test('that is a refusal is nobody’s to repair', async () => {
    expect(await answerTo(new Problem('forbidden', 'No.'))).toMatchObject({
      statusCode: 403,
      body: { type: 'urn:holdfast:problem:forbidden', title: problemCodes.forbidden.title, detail: 'No.' },
    });
    expect(log).not.toHaveBeenCalled();
  });
});

describe('what no route answers', () => {
  test.each([
    ['GET', '/', 404],
    ['GET', '/orders/', 404],
    ['GET', '/orders/a/b', 404],
    ['GET', '/catalogXitems', 404],
    ['DELETE', '/orders', 405, 'POST, GET'],
    ['HEAD', '/health', 405, 'GET'],
    ['PATCH', '/catalog/items/mug', 405, 'GET, PUT'],
    ['GET', '/orders/a/cancel', 405, 'POST'],
  ])('%s %s: %i', async (method, path, status, allow?: string) => {
    const { statusCode, headers, body } = await notFound(event(method, path));
    expect(statusCode).toBe(status);
    expect(headers?.allow).toBe(allow);
    expect(JSON.parse(body ?? '')).toMatchObject({ code: status === 404 ? 'not_found' : 'method_not_allowed' });
  });

  test('is not /health', async () => {
    expect(await health(event('GET', '/health'))).toMatchObject({ statusCode: 200, body: '{"status":"ok"}' });
  });
});

describe('the caller', () => {
  const claims = (groups?: string) => ({
    ...event('GET', '/orders'),
    requestContext: {
      ...event('GET', '/orders').requestContext,
      authorizer: {
        jwt: { claims: { sub: 's', iss: 'i', ...(groups === undefined ? {} : { 'cognito:groups': groups }) } },
      },
    },
  });

  test.each([
    [undefined, false],
    ['[]', false],
    ['[staff]', true],
    ['[other staff]', true],
    ['[staff other]', true],
    ['[staffs]', false],
    ['[not-staff]', false],
    ['[Staff]', false],
  ])('in the groups %s is staff: %s', (groups, isStaff) => {
    expect(callerOf(claims(groups))).toEqual({ sub: 's', issuer: 'i', isStaff });
    if (!isStaff) expect(() => staffOf(claims(groups))).toThrow(Problem);
  });

  test('is never guessed where the authorizer is missing', () => {
    expect(() => callerOf(event('GET', '/orders'))).toThrow();
  });
});
