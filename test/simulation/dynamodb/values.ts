import { isDeepStrictEqual } from 'node:util';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Item = Readonly<Record<string, AttributeValue>>;
export type Names = Readonly<Record<string, string>> | undefined;
export type Values = Readonly<Record<string, AttributeValue>> | undefined;

/** The attribute that a word of an expression stands for. */
export function attributeOf(word: string, names: Names): string {
  if (!word.startsWith('#')) return word;
  const name = names?.[word];
  if (name === undefined) throw new Error(`The name ${word} is not given`);
  return name;
}

/** What stands at an attribute, or at a path into maps. */
export function valueAt(item: Item | undefined, word: string, names: Names): AttributeValue | undefined {
  const [first = '', ...rest] = pathOf(word, names);
  return rest.reduce<AttributeValue | undefined>((value, name) => value?.M?.[name], item?.[first]);
}

function pathOf(word: string, names: Names): string[] {
  return word.split('.').map((part) => attributeOf(part, names));
}

/** The item with another value at an attribute or a path, or with none. @throws where the path has no map to end in */
export function withValueAt(item: Item, word: string, names: Names, value: AttributeValue | undefined): Item {
  return changed(item, pathOf(word, names), value);
}

function changed(map: Item, [name = '', ...rest]: readonly string[], value: AttributeValue | undefined): Item {
  const { [name]: stored, ...others } = map;
  if (rest.length === 0) return value === undefined ? others : { ...map, [name]: value };
  if (stored?.M === undefined) throw new Error(`There is no map ${name} for a path to lead into`);
  return { ...map, [name]: { M: changed(stored.M, rest, value) } };
}

export function givenValue(word: string, values: Values): AttributeValue {
  const value = values?.[word];
  if (value === undefined) throw new Error(`The value ${word} is not given`);
  return value;
}

export function numberOf(value: AttributeValue): number {
  if (value.N === undefined) throw new Error('An operand is no number');
  return Number(value.N);
}

/**
 * Negative, zero or positive as the first comes before, with or after the second; `undefined` where they have
 * different types, or one is not there. Texts are ASCII here, where the order of UTF-16 is that of UTF-8.
 */
export function compare(one: AttributeValue | undefined, other: AttributeValue): number | undefined {
  if (one?.S !== undefined && other.S !== undefined) return one.S < other.S ? -1 : one.S > other.S ? 1 : 0;
  if (one?.N !== undefined && other.N !== undefined) return Number(one.N) - Number(other.N);
  return undefined;
}

/** Numbers are equal by value, all else by form. */
export function areEqual(one: AttributeValue | undefined, other: AttributeValue): boolean {
  return compare(one, other) === 0 || isDeepStrictEqual(one, other);
}
