import * as z from 'zod';
import { parseRequest } from '../parse.ts';
import type { AccessRequest, Principal } from '../ports.ts';
import { attributesIn, placeholderFor } from './dynamodb-expressions.ts';

/** What of a table policies can speak of. */
export type TableKeys = {
  readonly arn: string;
  readonly partitionKey: string;
  /** The partition key of each index, by the index's name. */
  readonly indexes: ReadonlyMap<string, string>;
};

/** By a table's name or ARN. @throws ServiceError `ResourceNotFoundException` */
export type TableLookup = (nameOrArn: string) => TableKeys;

const item = z.record(z.string(), z.record(z.string(), z.unknown()));
const names = z.record(z.string(), z.string()).default({});

/** The members that matter here. The old parameters in place of expressions are no SDK's any more, and are refused. */
const legacy = z.undefined({ error: 'is not supported by the local run: use an expression' }).optional();
const action = z.object({
  TableName: z.string(),
  IndexName: z.string().optional(),
  Key: item.optional(),
  Item: item.optional(),
  ConditionExpression: z.string().optional(),
  FilterExpression: z.string().optional(),
  KeyConditionExpression: z.string().optional(),
  ProjectionExpression: z.string().optional(),
  UpdateExpression: z.string().optional(),
  ExpressionAttributeNames: names,
  ExpressionAttributeValues: item.default({}),
  ReturnValues: z.string().optional(),
  AttributeUpdates: legacy,
  AttributesToGet: legacy,
  Expected: legacy,
  KeyConditions: legacy,
  QueryFilter: legacy,
  ScanFilter: legacy,
});

type Action = z.infer<typeof action>;

const transaction = z.object({ TransactItems: z.array(z.record(z.string(), action)) });
const keysAndAttributes = z.object({
  Keys: z.array(item),
  ProjectionExpression: z.string().optional(),
  ExpressionAttributeNames: names,
  AttributesToGet: legacy,
});
const batchGet = z.object({ RequestItems: z.record(z.string(), keysAndAttributes) });
const batchWrite = z.object({
  RequestItems: z.record(
    z.string(),
    z.array(
      z.object({
        PutRequest: z.object({ Item: item }).optional(),
        DeleteRequest: z.object({ Key: item }).optional(),
      }),
    ),
  ),
});

const SINGLE = new Set(['DeleteItem', 'DescribeTable', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem']);
/** Those that can give something of the item back. */
const WRITES = new Set(['DeleteItem', 'PutItem', 'UpdateItem']);
/** Each action of a transaction is authorised as the operation that it stands for. */
const IN_TRANSACTION: Readonly<Record<string, string>> = {
  ConditionCheck: 'ConditionCheckItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
};

/**
 * What a call to DynamoDB has to be allowed: the action on the table or the index, with the partition keys and the
 * names of all attributes in it, those of keys and conditions included. What comes back of an item counts only where
 * the request names it: AWS leaves `ReturnValues` to a condition key of its own, and says nothing of
 * `ReturnValuesOnConditionCheckFailure`.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 * @throws Error for an operation that the local run does not know the permissions of
 */
export function dynamodbAccess(
  principal: Principal,
  operation: string,
  input: unknown,
  table: TableLookup,
): readonly AccessRequest[] {
  if (SINGLE.has(operation)) return [single(principal, operation, parseRequest(action, operation, input), table)];
  switch (operation) {
    case 'TransactGetItems':
    case 'TransactWriteItems':
      return parseRequest(transaction, operation, input).TransactItems.flatMap((entry) =>
        Object.entries(entry).map(([kind, inner]) => {
          const request = single(principal, IN_TRANSACTION[kind] ?? kind, inner, table);
          return { ...request, context: { ...request.context, 'dynamodb:EnclosingOperation': [operation] } };
        }),
      );
    case 'BatchGetItem':
      return Object.entries(parseRequest(batchGet, operation, input).RequestItems).map(([name, request]) =>
        batch(principal, operation, table(name), request.Keys, [
          ...namesOf(request.Keys),
          ...attributesIn(request.ProjectionExpression ?? '', request.ExpressionAttributeNames),
        ]),
      );
    case 'BatchWriteItem':
      return Object.entries(parseRequest(batchWrite, operation, input).RequestItems).map(([name, requests]) => {
        const items = requests.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key ?? {});
        return batch(principal, operation, table(name), items, namesOf(items));
      });
    default:
      throw new Error(`The local run does not know which permissions DynamoDB ${operation} needs`);
  }
}

function single(principal: Principal, operation: string, request: Action, table: TableLookup): AccessRequest {
  const { arn, partitionKey, indexes } = table(request.TableName);
  const { IndexName: index } = request;
  const key = index === undefined ? partitionKey : (indexes.get(index) ?? '');
  return {
    principal,
    action: `dynamodb:${operation}`,
    resource: index === undefined ? arn : `${arn}/index/${index}`,
    context: {
      'dynamodb:LeadingKeys': leadingKey(request, key),
      'dynamodb:Attributes': [...new Set(attributesOf(request))],
      ...(WRITES.has(operation) ? { 'dynamodb:ReturnValues': [request.ReturnValues ?? 'NONE'] } : {}),
    },
  };
}

function leadingKey(request: Action, partitionKey: string): string[] {
  const { Key, Item, KeyConditionExpression: condition, ExpressionAttributeNames, ExpressionAttributeValues } = request;
  const held = (Key ?? Item)?.[partitionKey];
  if (held !== undefined || condition === undefined) return textOf(held);
  const placeholder = placeholderFor(partitionKey, condition, ExpressionAttributeNames);
  return textOf(ExpressionAttributeValues[placeholder ?? '']);
}

function attributesOf(request: Action): string[] {
  const { ConditionExpression, FilterExpression, KeyConditionExpression, ProjectionExpression, UpdateExpression } =
    request;
  const expressions = [
    ConditionExpression,
    FilterExpression,
    KeyConditionExpression,
    ProjectionExpression,
    UpdateExpression,
  ];
  return [
    ...Object.keys(request.Key ?? request.Item ?? {}),
    ...expressions.flatMap((expression) => attributesIn(expression ?? '', request.ExpressionAttributeNames)),
  ];
}

type Item = z.infer<typeof item>;

function batch(
  principal: Principal,
  operation: string,
  { arn, partitionKey }: TableKeys,
  items: readonly Item[],
  attributes: readonly string[],
): AccessRequest {
  return {
    principal,
    action: `dynamodb:${operation}`,
    resource: arn,
    context: {
      'dynamodb:LeadingKeys': [...new Set(items.flatMap((entry) => textOf(entry[partitionKey])))],
      'dynamodb:Attributes': [...new Set(attributes)],
    },
  };
}

function namesOf(items: readonly Item[]): string[] {
  return [...new Set(items.flatMap((entry) => Object.keys(entry)))];
}

/** Keys are strings, numbers or bytes, all of them texts on the wire. */
function textOf(value: Item[string] | undefined): string[] {
  return Object.values(value ?? {}).map(String);
}
