import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { openApiDocument } from '../../bin/documents/openapi/document.ts';
import type { RawRequest } from './raw-request.ts';
import { nastyBodies, nastyKeys, nastyValues, valid } from './values.ts';

/** What requests can be made with: what exists, so that they get far. */
export type Known = {
  readonly tokens: Readonly<Record<'staff' | 'buyer', string>>;
  readonly skus: readonly string[];
  readonly orderIds: readonly string[];
};

const document = openApiDocument();
const { schemas } = document.components;

type Operation = (typeof document.paths)[string][string];
type Route = { readonly method: string; readonly path: string; readonly operation: Operation };

const routes: readonly Route[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

type Part<T> = { readonly value: T; readonly attempt: string };
const plain = <T>(value: T): Part<T> => ({ value, attempt: '' });

/** Requests to every route of the document, most of them with one thing wrong. */
export function requests(known: Known): fc.Arbitrary<RawRequest> {
  return fc.constantFrom(...routes).chain((route) =>
    fc
      .tuple(targets(route, known), headerLists(route, known), bodies(route, known), methods(route))
      .map(([target, headers, body, method]) => ({
        method: method.value,
        target: target.value,
        headers: headers.value,
        body: body.value,
        attempt:
          [method, target, headers, body].map(({ attempt }) => attempt).find((attempt) => attempt !== '') ??
          'as documented',
      })),
  );
}

function methods({ method }: Route): fc.Arbitrary<Part<string>> {
  const others = ['DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'POST', 'GET'];
  return fc.oneof(
    { weight: 30, arbitrary: fc.constant(plain(method)) },
    { weight: 1, arbitrary: fc.constantFrom(...others).map((value) => ({ value, attempt: 'another method' })) },
  );
}

const nastySegments = [
  '..',
  '%2e%2e',
  '.',
  '%00',
  '%',
  '%zz',
  '%ff',
  '%E0%A4%A',
  'a%2Fb',
  '__proto__',
  'constructor',
  `${'x'.repeat(2_000)}`,
  '%F0%9F%98%80',
  'ORDER%23x',
  "'",
  '%22',
  '%3Cscript%3E',
  '{sku}',
  'null',
  '*',
];

function targets({ path, operation }: Route, known: Known): fc.Arbitrary<Part<string>> {
  const ids = { '{sku}': known.skus, '{orderId}': known.orderIds } as const;
  const good = fc.tuple(fc.constantFrom(...ids['{sku}']), fc.constantFrom(...ids['{orderId}']));
  const filled = good.map(([sku, orderId]) => plain(path.replace('{sku}', sku).replace('{orderId}', orderId)));
  const bad = fc.constantFrom(...nastySegments).map((segment) => ({
    value: path.includes('{') ? path.replace(/\{\w+\}/, segment) : `${path}/${segment}`,
    attempt: 'a path trick',
  }));
  const twisted = fc.constantFrom(
    `/${path}`,
    `${path}/`,
    `${path};a=b`,
    `/..${path}`,
    path.toUpperCase(),
    `${path}%20`,
  );
  return fc
    .oneof(
      { weight: 20, arbitrary: filled },
      { weight: 4, arbitrary: bad },
      { weight: 1, arbitrary: twisted.map((value) => ({ value, attempt: 'a path trick' })) },
    )
    .chain(({ value, attempt }) =>
      queries(operation).map((query) => ({ value: `${value}${query.value}`, attempt: attempt || query.attempt })),
    );
}

const nastyQueries = [
  '?',
  '?limit=0',
  '?limit=101',
  '?limit=-1',
  '?limit=1e2',
  '?limit=10&limit=20',
  '?limit=%00',
  '?cursor=',
  '?cursor=AAAA',
  `?cursor=${'A'.repeat(4_000)}`,
  '?cursor=%ff',
  '?status=Paid&status=Shipped',
  '?status=paid',
  '?sku=%3C',
  '?buyerId=',
  '?__proto__=1',
  '?constructor[prototype]=1',
  '?a=b&=&&&',
  '?%',
];

function queries({ parameters }: Operation): fc.Arbitrary<Part<string>> {
  const own = parameters.filter((parameter) => parameter.in === 'query');
  const members = own.map(({ name, schema }) => valid(schema, schemas).map((value) => [name, String(value)] as const));
  const good = fc
    .tuple(...members)
    .chain((pairs) => fc.subarray(pairs))
    .map((pairs) => {
      const query = new URLSearchParams();
      for (const [name, value] of pairs) if (name !== 'cursor') query.set(name, value);
      return plain(query.size === 0 ? '' : `?${query}`);
    });
  return fc.oneof(
    { weight: 8, arbitrary: fc.constant(plain('')) },
    { weight: 3, arbitrary: good },
    { weight: 1, arbitrary: fc.constantFrom(...nastyQueries).map((value) => ({ value, attempt: 'a query' })) },
  );
}

type Headers = readonly (readonly [string, string])[];

const nastyHeaders: readonly (readonly [string, Headers])[] = [
  ['huge headers', [['x-long', 'a'.repeat(9_000)]]],
  ['headers beyond the limit', [['x-long', 'a'.repeat(11_000)]]],
  ['many headers', Array.from({ length: 150 }, (_, index) => [`x-${index}`, 'a'] as const)],
  [
    'a header twice',
    [
      ['idempotency-key', 'a'],
      ['idempotency-key', 'b'],
    ],
  ],
  ['a key that is no key', [['idempotency-key', 'caf\u00e9']]],
  ['a key that is too long', [['idempotency-key', 'k'.repeat(256)]]],
  ['an empty key', [['idempotency-key', '']]],
  ['another content type', [['content-type', 'text/plain']]],
  ['a form', [['content-type', 'application/x-www-form-urlencoded']]],
  ['another charset', [['content-type', 'application/json; charset=utf-16']]],
  ['no content type at all', [['content-type', '']]],
  ['an encoding that is not there', [['content-encoding', 'gzip']]],
  ['a method in disguise', [['x-http-method-override', 'DELETE']]],
  [
    'a host of others',
    [
      ['x-forwarded-host', 'evil.example'],
      ['forwarded', 'host=evil.example'],
    ],
  ],
  ['a cookie', [['cookie', 'a=b; __proto__=c']]],
  ['a length that is wrong', [['content-length', '3']]],
  ['a length that is no number', [['content-length', 'abc']]],
  [
    'both lengths',
    [
      ['content-length', '3'],
      ['transfer-encoding', 'chunked'],
    ],
  ],
];

const nastyTokens = [
  '',
  'Bearer',
  'Bearer null',
  'Bearer a.b.c',
  'Basic YTpi',
  `Bearer ${'x'.repeat(3_000)}`,
  'bearer \u00e9',
];

function headerLists({ operation }: Route, { tokens }: Known): fc.Arbitrary<Part<Headers>> {
  const bearer = fc.oneof(
    { weight: 12, arbitrary: fc.constant(plain(`Bearer ${tokens.staff}`)) },
    { weight: 4, arbitrary: fc.constant(plain(`Bearer ${tokens.buyer}`)) },
    { weight: 1, arbitrary: fc.constantFrom(...nastyTokens).map((value) => ({ value, attempt: 'a bad token' })) },
  );
  const takesKey = operation.parameters.some(({ name }) => name === 'Idempotency-Key');
  const keys = takesKey
    ? fc.oneof(
        { weight: 9, arbitrary: fc.uuid().map((key): Headers => [['idempotency-key', key]]) },
        { weight: 1, arbitrary: fc.constant<Headers>([]) },
      )
    : fc.constant<Headers>([]);
  const extra = fc.oneof(
    { weight: 12, arbitrary: fc.constant<Part<Headers>>(plain([])) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(...nastyHeaders).map(([attempt, value]): Part<Headers> => ({ value, attempt })),
    },
  );
  return fc.tuple(bearer, keys, extra).map(([token, key, more]) => ({
    value: [
      ['authorization', token.value] as const,
      ...key,
      ['content-type', 'application/json'] as const,
      ...more.value,
    ],
    attempt: token.attempt || more.attempt,
  }));
}

function bodies({ operation }: Route, known: Known): fc.Arbitrary<Part<Buffer>> {
  const schema = operation.requestBody?.content['application/json']?.schema;
  if (schema === undefined) {
    const none = fc.constant(plain(Buffer.alloc(0)));
    return fc.oneof({ weight: 6, arbitrary: none }, { weight: 1, arbitrary: wholeBodies });
  }
  const texts = valid(schema, schemas).map((value) => realistic(JSON.stringify(value), known));
  return fc.oneof(
    { weight: 6, arbitrary: texts.map((text) => plain(Buffer.from(text))) },
    { weight: 8, arbitrary: texts.chain(mutated) },
    { weight: 2, arbitrary: wholeBodies },
    { weight: 1, arbitrary: texts.map((text) => ({ value: gzipSync(text), attempt: 'a compressed body' })) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(262_144, 262_145, 1_048_576)
        .map((size) => ({ value: Buffer.alloc(size, ' '), attempt: 'a huge body' })),
    },
  );
}

const wholeBodies = fc
  .constantFrom(...nastyBodies)
  .map((value) => ({ value, attempt: 'a body that is no JSON object' }));

/** Orders of what there is, paid by methods that there are: else most of them would be refused at the first look. */
function realistic(text: string, { skus }: Known): string {
  const [first = ''] = skus;
  return text
    .replaceAll(/"sku":"[^"]*"/g, `"sku":"${first}"`)
    .replace(/"paymentMethod":"[^"]*"/, '"paymentMethod":"pm_card_visa"');
}

/** A body with one value, key or character changed. */
function mutated(text: string): fc.Arbitrary<Part<Buffer>> {
  const spots = [...text.matchAll(/:("[^"]*"|-?[\d.]+|true|false|null)/g)];
  const [spot] = spots;
  const values = fc.tuple(fc.nat(), fc.constantFrom(...nastyValues)).map(([index, nasty]) => {
    const chosen = spots[index % Math.max(1, spots.length)] ?? spot;
    if (chosen === undefined) return { value: Buffer.from(nasty), attempt: 'a nasty value' };
    const from = chosen.index + 1;
    const changed = text.slice(0, from) + nasty + text.slice(from + (chosen[1]?.length ?? 0));
    return { value: Buffer.from(changed), attempt: 'a nasty value' };
  });
  const keys = fc.tuple(fc.constantFrom(...nastyKeys), fc.constantFrom(...nastyValues)).map(([key, nasty]) => ({
    value: Buffer.from(text.replace('{', `{${JSON.stringify(key)}:${nasty},`)),
    attempt: 'an unknown member',
  }));
  const twice = fc.constantFrom(...nastyValues).map((nasty) => ({
    value: Buffer.from(text.replace(/\{("[^"]*"):/, (_all, key: string) => `{${key}:${nasty},${key}:`)),
    attempt: 'a member twice',
  }));
  const bytes = fc.tuple(fc.nat(), fc.nat({ max: 255 })).map(([index, byte]) => {
    const changed = Buffer.from(text);
    if (changed.length > 0) changed.writeUInt8(byte, index % changed.length);
    return { value: changed, attempt: 'another byte' };
  });
  return fc.oneof(values, keys, twice, bytes);
}
