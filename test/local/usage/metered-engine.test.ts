import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Engine, startEngine } from '../../../local/engine/engine.ts';
import { dynamodb } from '../../../local/engine/engine-client.ts';
import type { TableDefinition } from '../../../local/engine/table-definition.ts';
import { ensureTable } from '../../../local/engine/tables.ts';
import type { Item } from '../../../local/usage/item-size.ts';
import { MeteredEngine } from '../../../local/usage/metered-engine.ts';
import { Usage } from '../../../local/usage/usage.ts';

const definition: TableDefinition = {
  TableName: 'Things',
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: ['pk', 'sk', 'shelf'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byShelf',
      KeySchema: [{ AttributeName: 'shelf', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  BillingMode: 'PAY_PER_REQUEST',
};

const TableName = 'Things';
const keyOf = (pk: string) => ({ pk: { S: pk }, sk: { S: 'x' } });
const ofBytes = (bytes: number) => ({ filler: { S: 'x'.repeat(bytes) } });
const absent = { ConditionExpression: 'attribute_not_exists(pk)' };
const small = keyOf('small');
const large = keyOf('large');
/** Some 2.5 KB and 5 KB. */
const stored: readonly Item[] = [
  { ...small, shelf: { S: 'a' }, colour: { S: 'red' }, ...ofBytes(2500) },
  { ...large, shelf: { S: 'a' }, colour: { S: 'blue' }, ...ofBytes(5000) },
];

let engine: Engine;
let metered: MeteredEngine;
let usage: Usage;
const problems: string[] = [];

beforeAll(async () => {
  engine = await startEngine({ endpoint: undefined, dataDirectory: undefined, onUnexpectedExit: console.error });
  await ensureTable(engine.client, definition);
});
afterAll(() => engine.stop());

beforeEach(async () => {
  usage = new Usage(() => ({ standardTransitions: 0, expressRequests: 0, expressGbSeconds: 0 }));
  metered = new MeteredEngine({ engine: engine.client, usage, report: (problem) => problems.push(problem) });
  metered.addTable(definition);
  for (const Item of stored) await engine.client.call(dynamodb('PutItem'), { TableName, Item });
  for (const pk of ['new', 'newer']) await engine.client.call(dynamodb('DeleteItem'), { TableName, Key: keyOf(pk) });
});

async function unitsOf(operation: string, input: object): Promise<[status: number, write: number, read: number]> {
  const { status } = await metered.send(dynamodb(operation), JSON.stringify(input));
  const { writeUnits, readUnits, requests } = usage.units.dynamodb;
  expect(requests).toBe(1);
  return [status, writeUnits, readUnits];
}

const put = (Item: object, more: object = {}) => ({ TableName, Item, ...more });
const update = (Key: object, UpdateExpression: string, more: object = {}) => ({
  TableName,
  Key,
  UpdateExpression,
  ...more,
});

describe('writes', () => {
  it.each<[string, string, object, number, number]>([
    ['a new item', 'PutItem', put({ ...keyOf('new'), ...ofBytes(1500) }), 200, 2],
    ['a new item with an index entry', 'PutItem', put({ ...keyOf('new'), shelf: { S: 'b' } }), 200, 1 + 1],
    ['an item over a larger one that was in the index', 'PutItem', put(small), 200, 3 + 1],
    ['an insert', 'PutItem', put({ ...keyOf('new'), ...ofBytes(1500) }, absent), 200, 2],
    ['an insert over an item, by the larger', 'PutItem', put({ ...small, ...ofBytes(100) }, absent), 400, 3],
    ['a larger insert over an item', 'PutItem', put({ ...small, ...ofBytes(4000) }, absent), 400, 4],
    ['an update of what is in no index', 'UpdateItem', update(small, 'SET colour = shelf'), 200, 3],
    ['an update that moves the index entry', 'UpdateItem', update(small, 'SET shelf = colour'), 200, 3 + 2],
    ['an update that takes the index entry away', 'UpdateItem', update(small, 'REMOVE shelf'), 200, 3 + 1],
    ['an update of nothing', 'UpdateItem', update(keyOf('new'), 'SET colour = if_not_exists(colour, pk)'), 200, 1],
    ['an update that shrinks', 'UpdateItem', update(large, 'REMOVE filler'), 200, 5],
    ['a refused update', 'UpdateItem', update(small, 'SET colour = pk', absent), 400, 3],
    ['a delete', 'DeleteItem', { TableName, Key: large }, 200, 5 + 1],
    ['a delete of nothing', 'DeleteItem', { TableName, Key: keyOf('new') }, 200, 1],
    [
      'a batch',
      'BatchWriteItem',
      { RequestItems: { Things: [{ PutRequest: { Item: keyOf('new') } }, { DeleteRequest: { Key: small } }] } },
      200,
      1 + 3 + 1,
    ],
  ])('count %s', async (_what, operation, input, status, units) => {
    expect(await unitsOf(operation, input)).toEqual([status, units, 0]);
  });

  it.each<[string, object[], number, number]>([
    [
      'its items twice, and its index entries once',
      [
        { Put: put({ ...keyOf('new'), shelf: { S: 'b' }, ...ofBytes(1500) }, absent) },
        { Update: update(small, 'SET colour = pk') },
        { ConditionCheck: { TableName, Key: large, ConditionExpression: 'attribute_exists(pk)' } },
      ],
      200,
      2 * (2 + 3 + 5) + 1,
    ],
    [
      'all of a cancelled one',
      [
        { Put: put({ ...keyOf('new'), ...ofBytes(1500) }, absent) },
        { Update: update(small, 'SET colour = pk', absent) },
      ],
      400,
      2 * (2 + 3),
    ],
  ])('of a transaction count %s', async (_what, TransactItems, status, units) => {
    expect(await unitsOf('TransactWriteItems', { TransactItems })).toEqual([status, units, 0]);
  });

  it('that DynamoDB does not accept cost nothing', async () => {
    expect(await unitsOf('UpdateItem', update(small, 'NONSENSE'))).toEqual([400, 0, 0]);
  });
});

describe('reads', () => {
  const ofShelf = {
    TableName,
    IndexName: 'byShelf',
    KeyConditionExpression: 'shelf = :shelf',
    ExpressionAttributeValues: { ':shelf': { S: 'a' } },
  };
  const ofLarge = {
    TableName,
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': large.pk },
  };
  const filtered = {
    TableName,
    KeyConditionExpression: 'pk = :pk',
    FilterExpression: '#colour = :colour',
    ExpressionAttributeNames: { '#colour': 'colour' },
    ExpressionAttributeValues: { ':pk': large.pk, ':colour': { S: 'red' } },
  };
  it.each<[string, string, object, number]>([
    ['an item, eventually', 'GetItem', { TableName, Key: large }, 1],
    ['an item, consistently', 'GetItem', { TableName, Key: large, ConsistentRead: true }, 2],
    ['what is not there', 'GetItem', { TableName, Key: keyOf('new') }, 0.5],
    ['a part of an item as all of it', 'GetItem', { TableName, Key: large, ProjectionExpression: 'colour' }, 1],
    ['each item of a batch by itself', 'BatchGetItem', { RequestItems: { Things: { Keys: [small, large] } } }, 0.5 + 1],
    ['a missing one of a batch', 'BatchGetItem', { RequestItems: { Things: { Keys: [small, keyOf('new')] } } }, 1],
    ['a transaction twice', 'TransactGetItems', { TransactItems: [{ Get: { TableName, Key: large } }] }, 4],
    ['a page of a query together', 'Query', ofShelf, 0.5],
    ['a count as what it counts', 'Query', { ...ofLarge, Select: 'COUNT' }, 1],
    ['what a filter leaves out', 'Query', filtered, 1],
    ['all of a scan together', 'Scan', { TableName }, 1],
    ['a scan that finds nothing', 'Scan', { TableName, FilterExpression: 'attribute_not_exists(pk)' }, 1],
  ])('count %s', async (_what, operation, input, units) => {
    expect(await unitsOf(operation, input)).toEqual([200, 0, units]);
  });
});

it('tells of what it cannot count', async () => {
  await metered.send(dynamodb('ExecuteStatement'), JSON.stringify({ Statement: 'SELECT * FROM Things' }));
  expect(problems).toEqual(['The units of DynamoDB ExecuteStatement are not counted']);
});
