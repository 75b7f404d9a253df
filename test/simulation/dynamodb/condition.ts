import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { TokenReader } from './tokens.ts';
import { areEqual, compare, givenValue, type Item, type Names, type Values, valueAt } from './values.ts';

/** Whether an item, which may not be there, meets a condition. */
export type Condition = (item: Item | undefined, names: Names, values: Values) => boolean;

const compiled = new Map<string, Condition>();

/**
 * Compiles a condition or key condition once for each text.
 * @throws for what the language of this store does not have: it is as much of DynamoDB's as this system uses
 */
export function conditionOf(expression: string): Condition {
  const known = compiled.get(expression);
  if (known !== undefined) return known;
  const reader = new TokenReader(expression);
  const condition = anyOf(reader);
  if (reader.next !== undefined) throw new Error(`Unknown in a condition: ${reader.next} in ${expression}`);
  compiled.set(expression, condition);
  return condition;
}

function anyOf(reader: TokenReader): Condition {
  const left = allOf(reader);
  if (!reader.takes('OR')) return left;
  const right = anyOf(reader);
  return (item, names, values) => left(item, names, values) || right(item, names, values);
}

function allOf(reader: TokenReader): Condition {
  const left = single(reader);
  if (!reader.takes('AND')) return left;
  const right = allOf(reader);
  return (item, names, values) => left(item, names, values) && right(item, names, values);
}

function single(reader: TokenReader): Condition {
  if (reader.takes('NOT')) {
    const negated = single(reader);
    return (item, names, values) => !negated(item, names, values);
  }
  if (reader.takes('(')) {
    const inner = anyOf(reader);
    reader.expect(')');
    return inner;
  }
  const word = reader.take();
  return reader.takes('(') ? call(word, reader) : comparison(word, reader);
}

function call(name: string, reader: TokenReader): Condition {
  const attribute = reader.take();
  const argument = reader.takes(',') ? reader.take() : undefined;
  reader.expect(')');
  switch (name) {
    case 'attribute_exists':
      return (item, names) => valueAt(item, attribute, names) !== undefined;
    case 'attribute_not_exists':
      return (item, names) => valueAt(item, attribute, names) === undefined;
    case 'begins_with':
      return (item, names, values) =>
        valueAt(item, attribute, names)?.S?.startsWith(givenValue(argument ?? '', values).S ?? '\u0000') ?? false;
    default:
      throw new Error(`Unknown function ${name} in a condition`);
  }
}

type Comparator = (stored: AttributeValue | undefined, given: AttributeValue) => boolean;

/** Where one is not there, or they have different types, neither comes first. */
function ordered(test: (order: number) => boolean): Comparator {
  return (stored, given) => {
    const order = compare(stored, given);
    return order !== undefined && test(order);
  };
}

const comparators: Readonly<Record<string, Comparator>> = {
  '=': areEqual,
  '<>': (stored, given) => !areEqual(stored, given),
  '<': ordered((order) => order < 0),
  '<=': ordered((order) => order <= 0),
  '>': ordered((order) => order > 0),
  '>=': ordered((order) => order >= 0),
};

function comparison(attribute: string, reader: TokenReader): Condition {
  const sign = reader.take();
  const compares = comparators[sign];
  const value = reader.take();
  if (compares === undefined || !value.startsWith(':')) throw new Error(`Unknown comparison ${sign} ${value}`);
  return (item, names, values) => compares(valueAt(item, attribute, names), givenValue(value, values));
}
