import { expect, test } from 'vitest';
import { bareSource } from '../../bench/cold-start/bare.ts';
import { Calls } from '../../bench/cold-start/calls.ts';
import { median } from '../../bench/cold-start/result.ts';

function call(calls: Calls, operation: string): Promise<string> {
  const body = Buffer.from(JSON.stringify({ of: operation }));
  const point = { at: 'call', caller: 'bench', service: 'DynamoDB_20120810', operation, body } as const;
  return calls.intercept(point, async () => operation);
}

test('calls that are on their way at the same time are a group, and others are not noted', async () => {
  const calls = new Calls();
  await call(calls, 'Scan');
  const { groups } = await calls.during(async () => {
    await call(calls, 'GetItem');
    await Promise.all([call(calls, 'BatchGetItem'), call(calls, 'Query')]);
  });
  const names = groups.map((group) => group.map(({ operation }) => operation));
  expect(names).toEqual([['GetItem'], ['BatchGetItem', 'Query']]);
});

test('the smallest handler makes each client once, and sends what the function sends in its order', () => {
  const get = { service: 'DynamoDB_20120810', operation: 'GetItem', input: {} };
  const start = { service: 'AWSStepFunctions', operation: 'StartExecution', input: {} };
  expect(bareSource([[get, get], [start]]).split('\n')).toEqual([
    "import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';",
    "import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';",
    'const DynamoDB_20120810 = new DynamoDBClient({ maxAttempts: 5 });',
    'const AWSStepFunctions = new SFNClient({ maxAttempts: 5 });',
    'export async function handler(inputs) {',
    '  await Promise.all([DynamoDB_20120810.send(new GetItemCommand(inputs[0])), DynamoDB_20120810.send(new GetItemCommand(inputs[1]))]);',
    '  await Promise.all([AWSStepFunctions.send(new StartExecutionCommand(inputs[2]))]);',
    '}',
    '',
  ]);
});

test.each([
  [[3, 1, 2], 2],
  [[4, 1, 3, 2], 2.5],
])('the median of %j is %f', (values, expected) => {
  expect(median(values)).toBe(expected);
});
