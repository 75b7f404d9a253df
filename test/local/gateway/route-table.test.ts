import { describe, expect, it } from 'vitest';
import { RouteTable } from '../../../local/gateway/route-table.ts';

const routeKeys = [
  '$default',
  'ANY /things/special',
  'GET /things',
  'GET /things/{id}',
  'GET /things/{id}/parts/{part}',
  'GET /things/special',
  'GET /{proxy+}',
];
const table = new RouteTable(routeKeys.map((routeKey) => ({ routeKey })));

describe('The routes of an API', () => {
  it.each([
    ['GET', '/things', 'GET /things', {}],
    ['GET', '/things/7', 'GET /things/{id}', { id: '7' }],
    ['GET', '/things/a%20b%2Fc+d', 'GET /things/{id}', { id: 'a b/c+d' }],
    ['GET', '/things/special', 'GET /things/special', {}],
    ['PUT', '/things/special', 'ANY /things/special', {}],
    ['GET', '/things/7/parts/8', 'GET /things/{id}/parts/{part}', { id: '7', part: '8' }],
    ['GET', '/other/way', 'GET /{proxy+}', { proxy: 'other/way' }],
    ['GET', '/things/', 'GET /{proxy+}', { proxy: 'things/' }],
    ['POST', '/things', '$default', {}],
  ])('%s %s is for %s', (method, path, routeKey, pathParameters) => {
    expect(table.match(method, path)).toEqual({ route: { routeKey }, pathParameters });
  });

  it('finds nothing without a default route', () => {
    expect(new RouteTable([{ routeKey: 'GET /a' }]).match('GET', '/b')).toBeUndefined();
  });

  it('rejects a parameter that is not well encoded', () => {
    expect(() => table.match('GET', '/things/%zz')).toThrow(URIError);
  });
});
