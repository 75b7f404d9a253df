import { describe, expect, it } from 'vitest';
import { compilePattern } from '../../../local/events/pattern.ts';

const event = {
  source: 'shop.orders',
  'detail-type': 'Placed',
  detail: {
    status: 'Paid',
    note: null,
    count: 5,
    ratio: 0.5,
    express: true,
    empty: '',
    path: 'images/2026/cat.PNG',
    tags: ['red', 'blue'],
    nothing: [],
    lines: [
      { sku: 'A', quantity: 1 },
      { sku: 'B', quantity: 7 },
    ],
    buyer: { id: 'b1' },
  },
};

const matching: readonly (readonly [string, unknown])[] = [
  ['an exact value', { source: ['shop.orders'] }],
  ['any value of a list', { source: ['other', 'shop.orders'] }],
  ['nested objects', { source: ['shop.orders'], detail: { buyer: { id: ['b1'] } } }],
  ['null', { detail: { note: [null] } }],
  ['a number', { detail: { count: [5] } }],
  ['a boolean', { detail: { express: [true] } }],
  ['an empty string', { detail: { empty: [''] } }],
  ['an array that shares a value', { detail: { tags: ['blue', 'green'] } }],
  ['a prefix', { detail: { path: [{ prefix: 'images/' }] } }],
  ['a prefix whatever its case', { detail: { path: [{ prefix: { 'equals-ignore-case': 'IMAGES/' } }] } }],
  ['a suffix', { detail: { path: [{ suffix: '.PNG' }] } }],
  ['a suffix whatever its case', { detail: { path: [{ suffix: { 'equals-ignore-case': '.png' } }] } }],
  ['equality whatever the case', { detail: { status: [{ 'equals-ignore-case': 'pAID' }] } }],
  ['anything but a value', { detail: { status: [{ 'anything-but': 'Cancelled' }] } }],
  ['anything but a list', { detail: { count: [{ 'anything-but': [1, 2] }] } }],
  ['anything but a prefix', { detail: { status: [{ 'anything-but': { prefix: 'C' } }] } }],
  ['anything but several suffixes', { detail: { path: [{ 'anything-but': { suffix: ['.jpg', '.gif'] } }] } }],
  ['anything but a value, in an array with another one', { detail: { tags: [{ 'anything-but': 'red' }] } }],
  ['a range', { detail: { count: [{ numeric: ['>', 0, '<=', 5] }] } }],
  ['a comparison', { detail: { ratio: [{ numeric: ['<', 1] }] } }],
  ['a number by equality', { detail: { count: [{ numeric: ['=', 5] }] } }],
  ['a value that exists', { detail: { count: [{ exists: true }] } }],
  ['a value that does not exist', { detail: { missing: [{ exists: false }] } }],
  ['a value that does not exist below a missing object', { detail: { missing: { deep: [{ exists: false }] } } }],
  ['a missing value or one of a list', { detail: { missing: ['x', { exists: false }] } }],
  ['an empty array, as a value that does not exist', { detail: { nothing: [{ exists: false }] } }],
  ['an object, as no leaf', { detail: { buyer: [{ exists: false }] } }],
  ['a wildcard', { detail: { path: [{ wildcard: 'images/*/cat.*' }] } }],
  ['one object of an array as a whole', { detail: { lines: { sku: ['B'], quantity: [{ numeric: ['>', 5] }] } } }],
  ['one alternative of $or', { $or: [{ source: ['other'] }, { detail: { count: [5] } }] }],
  ['a nested $or beside a field', { detail: { status: ['Paid'], $or: [{ count: [1] }, { express: [true] }] } }],
];

const notMatching: readonly (readonly [string, unknown])[] = [
  ['another value', { source: ['other'] }],
  ['a string for a number', { detail: { count: ['5'] } }],
  ['a missing key', { detail: { missing: ['x'] } }],
  ['one of two keys', { source: ['shop.orders'], detail: { status: ['Shipped'] } }],
  ['anything but its value', { detail: { status: [{ 'anything-but': ['Paid'] }] } }],
  ['anything but, for a missing key', { detail: { missing: [{ 'anything-but': 'x' }] } }],
  ['a prefix of a number', { detail: { count: [{ prefix: '5' }] } }],
  ['a number out of its range', { detail: { count: [{ numeric: ['>', 5, '<', 9] }] } }],
  ['exists: true for an object', { detail: { buyer: [{ exists: true }] } }],
  ['exists: false for a value', { detail: { note: [{ exists: false }] } }],
  ['two objects of an array taken together', { detail: { lines: { sku: ['A'], quantity: [7] } } }],
  ['no alternative of $or', { $or: [{ source: ['a'] }, { source: ['b'] }] }],
  ['an inherited property', { detail: { constructor: [{ exists: true }] } }],
  ['a wildcard that must reach the end', { detail: { path: [{ wildcard: 'images/*.jpg' }] } }],
];

const refused: readonly (readonly [string, unknown])[] = [
  ['cidr', { detail: { ip: [{ cidr: '10.0.0.0/8' }] } }],
  ['regex', { detail: { ip: [{ 'anything-but': { regex: 'x' } }] } }],
  ['must not be empty', {}],
  ['must not be an empty list', { source: [] }],
  ['must be an object', { source: 'shop.orders' }],
  ['exactly one operator', { source: [{ prefix: 'a', suffix: 'b' }] }],
  ['comparison !=', { detail: { count: [{ numeric: ['!=', 5] }] } }],
  ['exists at detail.a', { detail: { a: [{ exists: 'yes' }] } }],
  ['consecutive wildcards', { source: [{ wildcard: 'a**b' }] }],
  ['unknown escape', { source: [{ wildcard: String.raw`a\b` }] }],
  ['at least two patterns', { $or: [{ source: ['a'] }] }],
];

describe('An event pattern', () => {
  it.each(matching)('matches %s', (_name, pattern) => {
    expect(compilePattern(pattern)(event)).toBe(true);
  });

  it.each(notMatching)('does not match %s', (_name, pattern) => {
    expect(compilePattern(pattern)(event)).toBe(false);
  });

  it.each(refused)('is refused with a message that says %s', (message, pattern) => {
    expect(() => compilePattern(pattern)).toThrow(message);
  });

  it('takes an escaped asterisk for itself', () => {
    const matches = compilePattern({ name: [{ wildcard: String.raw`a\*b*` }] });
    expect([{ name: 'a*bc' }, { name: 'axbc' }].map(matches)).toEqual([true, false]);
  });
});
