import { TokenReader } from './tokens.ts';
import {
  attributeOf,
  givenValue,
  type Item,
  type Names,
  numberOf,
  type Values,
  valueAt,
  withValueAt,
} from './values.ts';

/** The item that an update leaves: it is made of the key where there was none. */
export type Update = (item: Item, names: Names, values: Values) => Item;

type Action = (after: Item, before: Item, names: Names, values: Values) => Item;

const compiled = new Map<string, Update>();

/** Compiles an update once for each text. @throws for what the language of this store does not have */
export function updateOf(expression: string): Update {
  const known = compiled.get(expression);
  if (known !== undefined) return known;
  const actions = actionsOf(new TokenReader(expression));
  const update: Update = (item, names, values) => actions.reduce((after, act) => act(after, item, names, values), item);
  compiled.set(expression, update);
  return update;
}

const clauses: Readonly<Record<string, (reader: TokenReader) => Action>> = { ADD: add, SET: set, REMOVE: remove };

function actionsOf(reader: TokenReader): Action[] {
  const actions: Action[] = [];
  while (reader.next !== undefined) {
    const name = reader.take();
    const clause = clauses[name];
    if (clause === undefined) throw new Error(`Unknown clause ${name} in an update`);
    do actions.push(clause(reader));
    while (reader.takes(','));
  }
  return actions;
}

/** A number that is not there counts as zero. */
function add(reader: TokenReader): Action {
  const [attribute, value] = [reader.take(), reader.take()];
  return (after, before, names, values) => {
    const name = attributeOf(attribute, names);
    const sum = numberOf(before[name] ?? { N: '0' }) + numberOf(givenValue(value, values));
    if (!Number.isSafeInteger(sum)) throw new Error(`${name} is ${sum}, which this store cannot count exactly`);
    return { ...after, [name]: { N: String(sum) } };
  };
}

function set(reader: TokenReader): Action {
  const attribute = reader.take();
  reader.expect('=');
  if (reader.takes('IF_NOT_EXISTS')) return setIfAbsent(attribute, reader);
  const value = reader.take();
  return (after, _before, names, values) => withValueAt(after, attribute, names, givenValue(value, values));
}

function setIfAbsent(attribute: string, reader: TokenReader): Action {
  reader.expect('(');
  const source = reader.take();
  reader.expect(',');
  const value = reader.take();
  reader.expect(')');
  return (after, before, names, values) => {
    const next = valueAt(before, source, names) ?? givenValue(value, values);
    return withValueAt(after, attribute, names, next);
  };
}

function remove(reader: TokenReader): Action {
  const attribute = reader.take();
  return (after, _before, names) => withValueAt(after, attribute, names, undefined);
}
