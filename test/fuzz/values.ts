import fc from 'fast-check';
import type { JsonSchema } from '../../bin/documents/openapi/schemas.ts';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** Values that a schema takes, made of the schema alone. */
export function valid(schema: JsonSchema | boolean, schemas: Schemas): fc.Arbitrary<unknown> {
  if (typeof schema === 'boolean') return fc.constant(null);
  if (schema.$ref !== undefined) return valid(schemas[schema.$ref.split('/').at(-1) ?? ''] ?? false, schemas);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object':
      return validObject(schema, schemas);
    case 'array':
      return fc.array(valid(Array.isArray(schema.items) ? false : (schema.items ?? false), schemas), {
        minLength: 1,
        maxLength: 4,
      });
    case 'integer':
      return fc.integer({
        min: Math.max(schema.minimum ?? -1_000, -1_000),
        max: Math.min(schema.maximum ?? 1_000, 1_000),
      });
    case 'boolean':
      return fc.boolean();
    default:
      return schema.pattern === undefined
        ? fc.string({ minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 40, 40) })
        : fc.stringMatching(new RegExp(schema.pattern));
  }
}

function validObject({ properties = {}, required = [] }: JsonSchema, schemas: Schemas): fc.Arbitrary<unknown> {
  const members = Object.entries(properties).map(([name, schema]) => [name, valid(schema, schemas)] as const);
  return fc.record(Object.fromEntries(members), { requiredKeys: required });
}

const deep = (open: string, close: string, depth: number) => `${open.repeat(depth)}${close.repeat(depth)}`;

/** JSON texts of values that nobody should send, to stand wherever a value stands. */
export const nastyValues: readonly string[] = [
  'null',
  'true',
  '[]',
  '{}',
  '""',
  '"1"',
  '0',
  '-0',
  '-1',
  '1.5',
  '1e309',
  '-1e309',
  '1e-400',
  '9007199254740993',
  '99999999999999999999999999999999999999',
  'NaN',
  'Infinity',
  '01',
  '0x10',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"<img src=x onerror=alert(1)>"',
  '"\'; DROP TABLE orders; --"',
  '"#{7*7}{{7*7}}%{jndi:ldap://127.0.0.1/a}"',
  '"../../etc/passwd"',
  '"\u202Emug"',
  '"m\u0443g"',
  '"ＭＵＧ"',
  '"mug\u200B"',
  `"${'x'.repeat(5_000)}"`,
  deep('[', ']', 200),
  deep('{"a":', '}', 200).replace('}', '1}'),
  deep('[', ']', 20_000),
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  '{"toString":1,"valueOf":2,"hasOwnProperty":3}',
  '{"S":"mug"}',
];

/** Keys that may reach what they should not. */
export const nastyKeys: readonly string[] = [
  '__proto__',
  'constructor',
  'toString',
  'a/b~c',
  '',
  '\u0000',
  'x'.repeat(300),
  '$where',
];

/** Whole bodies that are no JSON, or no text. */
export const nastyBodies: readonly Buffer[] = [
  Buffer.from(''),
  Buffer.from(' '),
  Buffer.from('{'),
  Buffer.from('{"lines":['),
  Buffer.from('null'),
  Buffer.from('"text"'),
  Buffer.from('[1,2,3]'),
  Buffer.from('lines=1&paymentMethod=pm_card_visa'),
  Buffer.from('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
  Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]),
  Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]),
  Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
  Buffer.from([0xc0, 0x80]),
  Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00]),
  Buffer.alloc(3_000, '['),
  Buffer.alloc(3_000, 0),
];
