import { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AwsEndpoint } from '../../../local/endpoint/aws-endpoint.ts';
import { type Engine, startEngine } from '../../../local/engine/engine.ts';
import { ensureTable } from '../../../local/engine/tables.ts';
import { AccessDenied, type InterceptionPoint, ServiceError } from '../../../local/ports.ts';

let engine: Engine;
let endpoint: AwsEndpoint;
let configuration: {
  endpoint: string;
  region: string;
  maxAttempts: number;
  credentials: { accessKeyId: string; secretAccessKey: string };
};
const points: InterceptionPoint[] = [];
const written: string[] = [];
const problems: string[] = [];

const key = { pk: { S: 'a' } };

beforeAll(async () => {
  engine = await startEngine({ endpoint: undefined, dataDirectory: undefined, onUnexpectedExit: console.error });
  await ensureTable(engine.client, {
    TableName: 'Things',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
  endpoint = new AwsEndpoint({
    engine: engine.client,
    services: {
      AWSEvents: (operation, input) => ({
        FailedEntryCount: 0,
        Entries: [{ EventId: `${operation} ${JSON.stringify(input)}` }],
      }),
      AWSStepFunctions: () => {
        throw new ServiceError('ExecutionAlreadyExists', 'it does');
      },
    },
    interceptor: {
      intercept: (point, act) => {
        points.push(point);
        return act();
      },
    },
    authorize: ({ caller, service, operation }) => {
      if (operation === 'DeleteItem') throw new AccessDenied(`${caller} is not authorized: ${service}`);
    },
    streamedTables: new Set(['Things', 'Others']),
    onWritten: (tableName) => written.push(tableName),
    report: (problem) => problems.push(problem),
  });
  const url = await endpoint.listen();
  const credentials = { accessKeyId: 'Shop-Function', secretAccessKey: 'local' };
  configuration = { endpoint: url, region: 'us-east-1', maxAttempts: 1, credentials };
});

beforeEach(() => {
  points.length = 0;
  written.length = 0;
});

afterAll(async () => {
  await endpoint.stop();
  await engine.stop();
});

describe('The AWS endpoint', () => {
  it('hands calls of DynamoDB on to the engine, and tells of writes', async () => {
    const client = new DynamoDBClient(configuration);
    await client.send(new PutItemCommand({ TableName: 'Things', Item: key }));
    expect(written).toEqual(['Things']);
    expect(await client.send(new GetItemCommand({ TableName: 'Things', Key: key }))).toMatchObject({ Item: key });
    expect(written).toEqual(['Things']);
    expect(endpoint.pending()).toEqual([]);
    client.destroy();
  });

  it('knows the caller of each call', async () => {
    const client = new DynamoDBClient(configuration);
    await client.send(new GetItemCommand({ TableName: 'Things', Key: key }));
    expect(points).toEqual([
      {
        at: 'call',
        caller: 'Shop-Function',
        service: 'DynamoDB_20120810',
        operation: 'GetItem',
        body: Buffer.from('{"TableName":"Things","Key":{"pk":{"S":"a"}}}'),
      },
    ]);
    client.destroy();
  });

  it('gives the errors of the engine back as they are', async () => {
    const client = new DynamoDBClient(configuration);
    const put = new PutItemCommand({ TableName: 'Things', Item: key, ConditionExpression: 'attribute_not_exists(pk)' });
    await expect(client.send(put)).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    client.destroy();
  });

  it('answers a denial as AWS does, and hands nothing on', async () => {
    const client = new DynamoDBClient(configuration);
    await client.send(new PutItemCommand({ TableName: 'Things', Item: key }));
    const refusal = { name: 'AccessDeniedException', message: 'Shop-Function is not authorized: DynamoDB_20120810' };
    const denied = client.send(new DeleteItemCommand({ TableName: 'Things', Key: key }));
    await expect(denied).rejects.toMatchObject({ ...refusal, $metadata: { httpStatusCode: 400 } });
    expect(await client.send(new GetItemCommand({ TableName: 'Things', Key: key }))).toMatchObject({ Item: key });
    client.destroy();
  });

  it('serves the other services here', async () => {
    const client = new EventBridgeClient(configuration);
    const answer = await client.send(
      new PutEventsCommand({ Entries: [{ Source: 's', DetailType: 't', Detail: '{}' }] }),
    );
    expect(answer).toMatchObject({
      FailedEntryCount: 0,
      Entries: [{ EventId: 'PutEvents {"Entries":[{"Source":"s","DetailType":"t","Detail":"{}"}]}' }],
    });
    client.destroy();
  });

  it('answers a refusal of a service as the error of its SDK', async () => {
    const client = new SFNClient(configuration);
    const start = new StartExecutionCommand({
      stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:x',
    });
    await expect(client.send(start)).rejects.toMatchObject({ name: 'ExecutionAlreadyExists', message: 'it does' });
    client.destroy();
  });

  it('refuses an unknown service by name, and reports it', async () => {
    const response = await fetch(configuration.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'Kinesis_20131202.PutRecord', authorization: 'AWS4 Credential=Shop-Function/x' },
      body: '{}',
    });
    const message = 'Shop-Function called Kinesis_20131202.PutRecord, which is not supported by the local run';
    expect([response.status, await response.json()]).toEqual([400, { __type: 'UnknownOperationException', message }]);
    expect(problems).toContain(message);
  });
});
