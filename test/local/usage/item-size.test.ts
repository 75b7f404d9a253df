import { describe, expect, it } from 'vitest';
import { type AttributeValue, itemBytes } from '../../../local/usage/item-size.ts';

/**
 * The rules of "DynamoDB item sizes and formats": the attribute is called `a`, which is one byte of each.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
const sizes: readonly (readonly [string, AttributeValue, number])[] = [
  ['text, by its bytes in UTF-8', { S: 'abc' }, 1 + 3],
  ['text beyond ASCII', { S: 'aé€' }, 1 + 1 + 2 + 3],
  ['no text', { S: '' }, 1],
  ['a number, a byte for two digits and one more', { N: '27' }, 1 + 1 + 1],
  ['a number of three digits', { N: '123' }, 1 + 2 + 1],
  ['a number with zeros at both ends', { N: '0012300.00' }, 1 + 2 + 1],
  ['a negative number', { N: '-27' }, 1 + 1 + 1],
  ['zero', { N: '0' }, 1 + 1],
  ['a number with an exponent', { N: '1.5E+20' }, 1 + 1 + 1],
  ['the longest number', { N: '1'.repeat(38) }, 1 + 19 + 1],
  ['bytes, by what they are and not by their letters', { B: Buffer.from([1, 2, 3, 4]).toString('base64') }, 1 + 4],
  ['true', { BOOL: true }, 1 + 1],
  ['null', { NULL: true }, 1 + 1],
  ['an empty list', { L: [] }, 1 + 3],
  ['a list, a byte for each element', { L: [{ S: 'ab' }, { N: '27' }] }, 1 + 3 + (1 + 2) + (1 + 2)],
  ['an empty map', { M: {} }, 1 + 3],
  ['a map, a byte for each element and its name', { M: { bc: { S: 'd' } } }, 1 + 3 + (1 + 2 + 1)],
  ['a map in a list', { L: [{ M: { b: { N: '27' } } }] }, 1 + 3 + 1 + 3 + (1 + 1 + 2)],
  ['a set of texts', { SS: ['ab', 'c'] }, 1 + 2 + 1],
  ['a set of numbers', { NS: ['27', '3'] }, 1 + 2 + 2],
];

describe('the size of an item', () => {
  it.each(sizes)('counts %s', (_what, a, bytes) => {
    expect(itemBytes({ a })).toBe(bytes);
  });

  it('is the sum of its attributes', () => {
    expect(itemBytes({ pk: { S: 'ORDER#1' }, n: { N: '5' } })).toBe(2 + 7 + 1 + 2);
  });
});
