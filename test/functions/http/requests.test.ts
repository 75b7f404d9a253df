import { describe, expect, test } from 'vitest';
import { callerOf, type Request } from '../../../functions/http/request.ts';
import { requestEvent } from './gateway.ts';

function withClaims(claims: Readonly<Record<string, string>>): Request {
  const event = requestEvent({ method: 'GET', path: '/orders' }, 'GET /orders', {});
  const authorizer = { jwt: { claims: { sub: 'ada', iss: 'https://issuer.example', ...claims } } };
  return { ...event, requestContext: { ...event.requestContext, authorizer } };
}

describe('the caller', () => {
  test.each([
    ['[staff other]', true],
    ['[staff]', true],
    ['[other]', false],
    ['[not-staff staffing]', false],
    ['[other,staff]', false],
  ])('in the groups %s is staff: %s', (groups, isStaff) => {
    expect(callerOf(withClaims({ 'cognito:groups': groups }))).toMatchObject({ sub: 'ada', isStaff });
  });

  test('needs an access token: an ID token of the same client is no good', () => {
    expect(callerOf(withClaims({ token_use: 'access' }))).toMatchObject({ sub: 'ada' });
    expect(() => callerOf(withClaims({ token_use: 'id' }))).toThrow(expect.objectContaining({ code: 'unauthorized' }));
  });
});
