import { describe, expect, it } from 'vitest';
import { dynamodbAccess } from '../../../local/iam/dynamodb-access.ts';
import { ServiceError } from '../../../local/ports.ts';
import { handler, table } from './policies-of.ts';

const principal = { functionArn: handler };
const things = { arn: table, partitionKey: 'pk', indexes: new Map([['byOwner', 'owner']]) };

function lookUp(name: string) {
  if (name === 'Things' || name === table) return things;
  throw new ServiceError('ResourceNotFoundException', name);
}

/** In short: the action, the resource's end, leading keys, and attributes. */
function needs(operation: string, input: object): unknown[] {
  return dynamodbAccess(principal, operation, input, lookUp).map(({ action, resource, context }) => [
    action,
    resource.slice(table.length),
    context?.['dynamodb:LeadingKeys'],
    [...(context?.['dynamodb:Attributes'] ?? [])].sort(),
  ]);
}

const TableName = 'Things';
const Key = { pk: { S: 'A#1' }, sk: { S: 'x' } };

describe('A call to DynamoDB', () => {
  it.each([
    ['GetItem', { Key }, ['pk', 'sk']],
    [
      'GetItem',
      { Key, ProjectionExpression: 'name, #s.inner, list[0].part', ExpressionAttributeNames: { '#s': 'status' } },
      ['list', 'name', 'pk', 'sk', 'status'],
    ],
    [
      'PutItem',
      { Item: { ...Key, name: { S: 'n' } }, ConditionExpression: 'attribute_not_exists(version)' },
      ['name', 'pk', 'sk', 'version'],
    ],
    [
      'DeleteItem',
      { Key, ConditionExpression: 'NOT (size (lot) > :n) AND kind IN (:a, :b)' },
      ['kind', 'lot', 'pk', 'sk'],
    ],
    [
      'UpdateItem',
      {
        Key,
        UpdateExpression:
          'SET a = if_not_exists(b, :zero) + :one, #c = list_append(#c, :more) REMOVE d ADD e :one DELETE f :set',
        ConditionExpression: 'begins_with(g, :g) AND h BETWEEN :low AND :high OR (i = :i AND attribute_type(j, :s))',
        ExpressionAttributeNames: { '#c': 'see' },
      },
      ['a', 'b', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'pk', 'see', 'sk'],
    ],
  ])('%s needs to be allowed by key and by every attribute it names', (operation, input, attributes) => {
    expect(needs(operation, { TableName, ...input })).toEqual([[`dynamodb:${operation}`, '', ['A#1'], attributes]]);
  });

  it('names its table by ARN as well', () => {
    expect(needs('GetItem', { TableName: table, Key })).toEqual([['dynamodb:GetItem', '', ['A#1'], ['pk', 'sk']]]);
  });

  it('queries a table by its partition key, and an index as a resource of its own by that of the index', () => {
    const query = { TableName, ExpressionAttributeValues: { ':a': { S: 'A#1' }, ':b': { S: 'x' } } };
    const byKey = { ...query, KeyConditionExpression: 'pk = :a AND begins_with(sk, :b)', FilterExpression: 'lot > :b' };
    expect(needs('Query', byKey)).toEqual([['dynamodb:Query', '', ['A#1'], ['lot', 'pk', 'sk']]]);
    const byOwner = {
      ...query,
      IndexName: 'byOwner',
      KeyConditionExpression: '#o = :b',
      ExpressionAttributeNames: { '#o': 'owner' },
    };
    expect(needs('Query', byOwner)).toEqual([['dynamodb:Query', '/index/byOwner', ['x'], ['owner']]]);
  });

  it('scans with no key at all', () => {
    expect(needs('Scan', { TableName })).toEqual([['dynamodb:Scan', '', [], []]]);
  });

  it('needs a permission for each action of a transaction', () => {
    const ConditionExpression = 'attribute_exists(pk)';
    const TransactItems = [
      { Put: { TableName, Item: { pk: { S: 'B#1' }, sold: { N: '1' } } } },
      { Update: { TableName, Key, UpdateExpression: 'ADD sold :one' } },
      { Delete: { TableName, Key } },
      { ConditionCheck: { TableName, Key, ConditionExpression } },
    ];
    expect(needs('TransactWriteItems', { TransactItems })).toEqual([
      ['dynamodb:PutItem', '', ['B#1'], ['pk', 'sold']],
      ['dynamodb:UpdateItem', '', ['A#1'], ['pk', 'sk', 'sold']],
      ['dynamodb:DeleteItem', '', ['A#1'], ['pk', 'sk']],
      ['dynamodb:ConditionCheckItem', '', ['A#1'], ['pk', 'sk']],
    ]);
    expect(needs('TransactGetItems', { TransactItems: [{ Get: { TableName, Key } }] })).toEqual([
      ['dynamodb:GetItem', '', ['A#1'], ['pk', 'sk']],
    ]);
  });

  it('says in which transaction, and what it wants back', () => {
    const TransactItems = [{ Update: { TableName, Key, UpdateExpression: 'ADD n :n' } }];
    const [inTransaction] = dynamodbAccess(principal, 'TransactWriteItems', { TransactItems }, lookUp);
    expect(inTransaction?.context).toMatchObject({ 'dynamodb:EnclosingOperation': ['TransactWriteItems'] });
    const [alone] = dynamodbAccess(principal, 'UpdateItem', { TableName, Key, ReturnValues: 'ALL_NEW' }, lookUp);
    expect(alone?.context).toMatchObject({ 'dynamodb:ReturnValues': ['ALL_NEW'] });
    expect(alone?.context).not.toHaveProperty('dynamodb:EnclosingOperation');
  });

  it('needs one permission per table for a batch, with all of its keys', () => {
    const keys = [{ pk: { S: 'A' } }, { pk: { S: 'B' } }, { pk: { S: 'A' } }];
    const read = { RequestItems: { Things: { Keys: keys, ProjectionExpression: 'sold' } } };
    expect(needs('BatchGetItem', read)).toEqual([['dynamodb:BatchGetItem', '', ['A', 'B'], ['pk', 'sold']]]);
    const written = {
      RequestItems: {
        Things: [
          { PutRequest: { Item: { pk: { S: 'A' }, n: { N: '1' } } } },
          { DeleteRequest: { Key: { pk: { S: 'C' } } } },
        ],
      },
    };
    expect(needs('BatchWriteItem', written)).toEqual([['dynamodb:BatchWriteItem', '', ['A', 'C'], ['n', 'pk']]]);
  });

  it('is refused if nobody knows what it needs', () => {
    expect(() => needs('ExecuteStatement', {})).toThrow('does not know which permissions DynamoDB ExecuteStatement');
    expect(() => needs('UpdateItem', { TableName, Key, AttributeUpdates: {} })).toThrow('AttributeUpdates');
    expect(() => needs('GetItem', { TableName: 'Others', Key })).toThrow('Others');
  });
});
