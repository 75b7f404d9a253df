import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDigestId } from '../../../functions/digest-id.ts';
import { canonicalJson } from '../../../functions/http/canonical-json.ts';
import { operationOf } from '../../../functions/http/idempotency.ts';
import { callerOf } from '../../../functions/http/request.ts';
import { requestEvent } from './gateway.ts';

const call = { method: 'POST', path: '/orders', caller: { sub: 'buyer', issuer: 'issuer' }, key: 'key' };

function operation(parts: Partial<typeof call> = {}, body: unknown = { a: 1 }) {
  const request = requestEvent({ ...call, ...parts }, 'POST /orders', {});
  return operationOf(request, callerOf(request), body);
}

describe('the id of an operation', () => {
  test('never changes, since what was placed is found by it for ever', () => {
    expect(operation()).toEqual({
      operationId: 'g56cqjrdmpn3t4jyist4zpxrwaku3mt3',
      fingerprint: '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862',
    });
  });

  test.each([
    ['another caller', { caller: { sub: 'other', issuer: 'issuer' } }],
    ['another issuer', { caller: { sub: 'buyer', issuer: 'other' } }],
    ['parts that run together alike', { caller: { sub: 'uyer', issuer: 'issuerb' } }],
    ['another method', { method: 'PUT' }],
    ['another path', { path: '/orders/1' }],
    ['another key', { key: 'Key' }],
  ])('is another for %s', (_, parts) => {
    const { operationId, fingerprint } = operation(parts);
    expect(isDigestId(operationId)).toBe(true);
    expect(operationId).not.toBe(operation().operationId);
    expect(fingerprint).toBe(operation().fingerprint);
  });

  test('is the same for another body, which has another fingerprint', () => {
    const other = operation({}, { a: 2 });
    expect(other.operationId).toBe(operation().operationId);
    expect(other.fingerprint).not.toBe(operation().fingerprint);
  });

  test.each(['~', ' !', 'x'.repeat(255)])('takes the key %.20j', (key) => {
    expect(isDigestId(operation({ key }).operationId)).toBe(true);
  });
});

describe('canonical JSON', () => {
  test('means the same, and forgets the order of members', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });

  test.each([
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: '1' }, { a: 1 }],
    [{ a: null }, {}],
    [[[]], []],
  ])('tells %j from %j', (left, right) => {
    expect(canonicalJson(left)).not.toBe(canonicalJson(right));
  });
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, reversed(member)] as const);
  return Object.fromEntries(members.toReversed());
}
