import { describe, expect, it } from 'vitest';
import { integrationResponse } from '../../../local/gateway/integration-response.ts';

const text = { 'content-type': 'text/plain; charset=utf-8' };
const json = { 'content-type': 'application/json' };

describe('A function result as a response', () => {
  it.each([
    [
      { statusCode: 201, headers: { 'Content-Type': 'a/b', 'X-N': 1 }, body: 'x' },
      { status: 201, headers: { 'content-type': 'a/b', 'x-n': '1' }, body: 'x' },
    ],
    [{ statusCode: 204 }, { status: 204, headers: text, body: '' }],
    [
      { statusCode: '202', body: null },
      { status: 202, headers: text, body: '' },
    ],
    [
      { statusCode: 200, cookies: ['a=1', 'b=2'] },
      { status: 200, headers: { ...text, 'set-cookie': ['a=1', 'b=2'] }, body: '' },
    ],
    [
      { statusCode: 200, body: 'w6k=', isBase64Encoded: true },
      { status: 200, headers: text, body: Buffer.from('é') },
    ],
    [{ message: 'hello' }, { status: 200, headers: json, body: '{"message":"hello"}' }],
    ['hello', { status: 200, headers: json, body: 'hello' }],
    [null, { status: 200, headers: json, body: 'null' }],
  ])('maps %j', (result, response) => {
    expect(integrationResponse(result)).toEqual(response);
  });

  it.each([
    { statusCode: 'soon' },
    { statusCode: 42 },
    { statusCode: 200, body: { not: 'text' } },
    { statusCode: 200, headers: { a: ['b'] } },
  ])('takes %j for malformed', (result) => {
    expect(integrationResponse(result)).toEqual({
      status: 500,
      headers: json,
      body: '{"message":"Internal Server Error"}',
    });
  });
});
