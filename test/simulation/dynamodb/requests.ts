import {
  type AttributeValue,
  BatchGetItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';

/** Random requests for one partition of a table, of the forms that this system sends. */

const number = fc.integer({ min: -3, max: 3 }).map((value): AttributeValue => ({ N: String(value) }));
const text = fc.constantFrom('Held', 'Paid', '2026').map((S): AttributeValue => ({ S }));
const map = fc.constantFrom('a', 'b').map((at): AttributeValue => ({ M: { at: { S: at } } }));
const value = fc.oneof(number, text, map);

/** What is counted is always a number: all else is refused before it is tried. */
const content = fc.record(
  {
    status: value,
    pin: value,
    closing: value,
    available: number,
    revision: number,
    leases: fc.constantFrom<AttributeValue>({ M: {} }, { M: { a: { N: '1' } } }),
  },
  { requiredKeys: [] },
);
const sortKeys = ['ORDER', 'EVENT#000001', 'EVENT#000002', 'STOCK'] as const;
const sortKey = fc.constantFrom(...sortKeys);

type Expression = { readonly text: string; readonly values: readonly string[]; readonly names?: readonly string[] };

/** `#status` is named, since `status` is a word of the language. */
const conditions: readonly Expression[] = [
  { text: 'attribute_not_exists(pk)', values: [] },
  { text: 'attribute_exists(closing)', values: [] },
  { text: '#status = :one AND revision = :other', values: [':one', ':other'], names: ['#status'] },
  { text: 'available >= :one', values: [':one'] },
  { text: 'available <> :one OR pin < :other', values: [':one', ':other'] },
  { text: 'closing = :one', values: [':one'] },
  { text: 'NOT (revision <= :one) AND attribute_not_exists(pin)', values: [':one'] },
  {
    text: '#status = :one AND (pin = :other OR (attribute_not_exists(pin) AND revision > :one))',
    values: [':one', ':other'],
    names: ['#status'],
  },
];

const updates: readonly Expression[] = [
  { text: 'SET #status = :set', values: [':set'], names: ['#status'] },
  { text: 'SET closing = if_not_exists(closing, :set), pin = :set', values: [':set'] },
  { text: 'ADD available :add, revision :add', values: [':add'] },
  { text: 'ADD revision :add SET closing = :set REMOVE pin, available', values: [':add', ':set'] },
];

type Given = Readonly<Record<':one' | ':other' | ':set' | ':add', AttributeValue>>;
const given = fc.record({ ':one': value, ':other': value, ':set': value, ':add': number });

function expressed(expressions: readonly Expression[], values: Given) {
  const names = expressions.flatMap((expression) => expression.names ?? []);
  const used = new Set(expressions.flatMap((expression) => expression.values));
  const entries = Object.entries(values).filter(([name]) => used.has(name));
  return {
    ...(names.length === 0 ? {} : { ExpressionAttributeNames: { '#status': 'status' } }),
    ...(entries.length === 0 ? {} : { ExpressionAttributeValues: Object.fromEntries(entries) }),
  };
}

export type Place = { readonly TableName: string; readonly pk: string };

const condition = fc.option(fc.constantFrom(...conditions), { nil: undefined });
const old = fc.constantFrom({}, { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const });

const put = fc.record({ sk: sortKey, content, condition, given, old }).map((drawn) => ({ TableName, pk }: Place) => ({
  TableName,
  Item: { ...drawn.content, pk: { S: pk }, sk: { S: drawn.sk } },
  ...(drawn.condition === undefined ? {} : { ConditionExpression: drawn.condition.text, ...drawn.old }),
  ...expressed(drawn.condition === undefined ? [] : [drawn.condition], drawn.given),
}));

const update = fc
  .record({ sk: sortKey, update: fc.constantFrom(...updates), condition, given, old })
  .map((drawn) => ({ TableName, pk }: Place) => ({
    TableName,
    Key: { pk: { S: pk }, sk: { S: drawn.sk } },
    UpdateExpression: drawn.update.text,
    ...(drawn.condition === undefined ? {} : { ConditionExpression: drawn.condition.text, ...drawn.old }),
    ...expressed([drawn.update, ...(drawn.condition === undefined ? [] : [drawn.condition])], drawn.given),
  }));

/** A path leads into a map: where there is none, the condition says so before the update fails for it. */
const leasing = [
  {
    UpdateExpression: 'SET leases.#a = :set ADD available :add',
    ConditionExpression: 'attribute_exists(leases) AND attribute_not_exists(leases.#a)',
  },
  { UpdateExpression: 'REMOVE leases.#a ADD available :add', ConditionExpression: 'attribute_exists(leases.#a)' },
  { UpdateExpression: 'REMOVE leases ADD available :add', ConditionExpression: 'leases = :none' },
] as const;

const lease = fc.record({ sk: sortKey, form: fc.constantFrom(...leasing), given, old }).map((drawn) => {
  const text = `${drawn.form.UpdateExpression} ${drawn.form.ConditionExpression}`;
  const values = { ...drawn.given, ':none': { M: {} } };
  const used = Object.entries(values).filter(([name]) => text.includes(name));
  return ({ TableName, pk }: Place) => ({
    TableName,
    Key: { pk: { S: pk }, sk: { S: drawn.sk } },
    ...drawn.form,
    ...drawn.old,
    ...(text.includes('#a') ? { ExpressionAttributeNames: { '#a': 'a' } } : {}),
    ExpressionAttributeValues: Object.fromEntries(used),
  });
});

const action = fc.oneof(
  put.map((input) => (place: Place) => ({ Put: input(place) })),
  update.map((input) => (place: Place) => ({ Update: input(place) })),
  lease.map((input) => (place: Place) => ({ Update: input(place) })),
);

const ranges = fc.constantFrom<readonly [string, Readonly<Record<string, AttributeValue>>]>(
  ['pk = :pk', {}],
  ['pk = :pk AND begins_with(sk, :from)', { ':from': { S: 'EVENT#' } }],
  ['pk = :pk AND sk < :from', { ':from': { S: 'ORDER' } }],
  ['pk = :pk AND sk > :from', { ':from': { S: 'EVENT#000001' } }],
);

const query = fc
  .record({ range: ranges, ScanIndexForward: fc.boolean(), Limit: fc.constantFrom(1, 3, 10) })
  .map(({ range: [KeyConditionExpression, values], ...rest }) => ({ TableName, pk }: Place) => ({
    TableName,
    KeyConditionExpression,
    ExpressionAttributeValues: { ':pk': { S: pk }, ...values },
    ConsistentRead: true,
    ...rest,
  }));

/** One request as a command of the SDK, for whatever place it is to be sent to. */
export const requests = fc.oneof(
  { weight: 3, arbitrary: put.map((input) => (place: Place) => new PutItemCommand(input(place))) },
  {
    weight: 4,
    arbitrary: update.map(
      (input) => (place: Place) => new UpdateItemCommand({ ...input(place), ReturnValues: 'ALL_NEW' }),
    ),
  },
  {
    weight: 2,
    arbitrary: lease.map(
      (input) => (place: Place) => new UpdateItemCommand({ ...input(place), ReturnValues: 'ALL_NEW' }),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.array(action, { minLength: 1, maxLength: 4 }).map((actions) => (place: Place) => {
      return new TransactWriteItemsCommand({ TransactItems: actions.map((input) => input(place)) });
    }),
  },
  {
    weight: 1,
    arbitrary: sortKey.map((sk) => ({ TableName, pk }: Place) => {
      return new GetItemCommand({ TableName, Key: { pk: { S: pk }, sk: { S: sk } }, ConsistentRead: true });
    }),
  },
  { weight: 1, arbitrary: query.map((input) => (place: Place) => new QueryCommand(input(place))) },
  {
    weight: 1,
    arbitrary: fc.constant(({ TableName, pk }: Place) => {
      const Keys = sortKeys.map((sk) => ({ pk: { S: pk }, sk: { S: sk } }));
      return new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } });
    }),
  },
);
