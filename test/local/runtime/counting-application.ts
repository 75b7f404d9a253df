import type { JsonObject } from '../../../local/json.ts';
import { lambdaFunction, writeAssembly } from '../assembly.ts';
import { allow, permission, queuePolicy, role } from './counting-permissions.ts';

const accessKey = { 'content-type': 'application/x-amz-json-1.0', authorization: 'x Credential=any/x' };

/** A call of AWS without the SDK, for functions that are not bundled. */
const call = `
  async function call(target, input) {
    const key = process.env.AWS_ACCESS_KEY_ID;
    const headers = { ...${JSON.stringify(accessKey)}, authorization: 'x Credential=' + key + '/x', 'x-amz-target': target };
    const response = await fetch(process.env.AWS_ENDPOINT_URL, { method: 'POST', headers, body: JSON.stringify(input) });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  }`;

const functions = {
  /** Writes an item, which the stream, the bus and the queue lead to the counter. */
  put: `${call}
    export async function handler(event) {
      const { sub } = event.requestContext.authorizer.jwt.claims;
      const Item = { pk: { S: event.pathParameters.id }, by: { S: sub } };
      await call('DynamoDB_20120810.PutItem', { TableName: process.env.TABLE, Item });
      return { statusCode: 202 };
    }`,
  publish: `${call}
    export async function handler({ Records }) {
      const Entries = Records.map(({ dynamodb }) => ({
        EventBusName: 'bus', Source: 'test', DetailType: 'Put', Detail: JSON.stringify({ id: dynamodb.Keys.pk.S }),
      }));
      await call('AWSEvents.PutEvents', { Entries });
    }`,
  /** Starts a saga for each event; ids that begin with "bad" end as dead letters. */
  consume: `${call}
    export async function handler({ Records }) {
      for (const { body } of Records) {
        const { id } = JSON.parse(body).detail;
        if (id.startsWith('bad')) throw new Error('bad id');
        const input = JSON.stringify({ id });
        const start = { stateMachineArn: process.env.MACHINE, name: id, input };
        await call('AWSStepFunctions.StartExecution', start).catch((error) => {
          if (!error.message.includes('ExecutionAlreadyExists')) throw error;
        });
      }
    }`,
  /** An id that begins with "stuck" cannot be counted before "fix" was. */
  count: `${call}
    export async function handler({ id }) {
      const fix = { TableName: process.env.COUNTS, Key: { pk: { S: 'COUNT#fix' } } };
      const isFixed = (await call('DynamoDB_20120810.GetItem', fix)).Item !== undefined;
      if (id.startsWith('stuck') && !isFixed) throw new Error('stuck');
      const Key = { pk: { S: 'COUNT#' + id } };
      const UpdateExpression = 'ADD n :one';
      const ExpressionAttributeValues = { ':one': { N: '1' } };
      await call('DynamoDB_20120810.UpdateItem', { TableName: process.env.COUNTS, Key, UpdateExpression, ExpressionAttributeValues });
    }`,
  get: `${call}
    export async function handler({ pathParameters: { id } }) {
      const Key = { pk: { S: 'COUNT#' + id } };
      const { Item } = await call('DynamoDB_20120810.GetItem', { TableName: process.env.COUNTS, Key });
      return { n: Number(Item?.n.N ?? 0) };
    }`,
};

const keys = {
  AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  BillingMode: 'PAY_PER_REQUEST',
  Replicas: [{ Region: { Ref: 'AWS::Region' } }],
};

const arn = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

function route(name: string, routeKey: string, target: string, more = {}) {
  return {
    [`${name}Route`]: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: routeKey,
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: `${name}Integration` }]] },
        ...more,
      },
    },
    [`${name}Integration`]: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: arn(target),
        PayloadFormatVersion: '2.0',
      },
    },
  };
}

const machine = {
  QueryLanguage: 'JSONata',
  StartAt: 'Count',
  States: {
    Count: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a substitution of CloudFormation
      Arguments: { FunctionName: '${Count}', Payload: '{% $states.input %}' },
      End: true,
    },
  },
};

const resources = {
  Things: {
    Type: 'AWS::DynamoDB::GlobalTable',
    Properties: { ...keys, TableName: 'Things', StreamSpecification: { StreamViewType: 'NEW_IMAGE' } },
  },
  Counts: { Type: 'AWS::DynamoDB::GlobalTable', Properties: { ...keys, TableName: 'Counts' } },
  Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
  Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
  Work: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: 'work',
      VisibilityTimeout: 1,
      RedrivePolicy: { deadLetterTargetArn: arn('Dead'), maxReceiveCount: 3 },
    },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventBusName: { Ref: 'Bus' },
      EventPattern: { source: ['test'] },
      Targets: [{ Id: 'work', Arn: arn('Work') }],
    },
  },
  Failed: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'failed' } },
  FailedRule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: { source: ['aws.states'], detail: { status: ['FAILED'] } },
      Targets: [{ Id: 'failed', Arn: arn('Failed') }],
    },
  },
  Put: lambdaFunction('put', { Role: arn('PutRole'), Environment: { Variables: { TABLE: { Ref: 'Things' } } } }),
  Publish: lambdaFunction('publish', { Role: arn('PublishRole') }),
  Consume: lambdaFunction('consume', {
    Role: arn('ConsumeRole'),
    Timeout: 1,
    Environment: { Variables: { MACHINE: { Ref: 'Machine' } } },
  }),
  Count: lambdaFunction('count', {
    Role: arn('CountRole'),
    Environment: { Variables: { COUNTS: { Ref: 'Counts' } } },
  }),
  Get: lambdaFunction('get', { Role: arn('GetRole'), Environment: { Variables: { COUNTS: { Ref: 'Counts' } } } }),
  Relay: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: {
      EventSourceArn: { 'Fn::GetAtt': ['Things', 'StreamArn'] },
      FunctionName: { Ref: 'Publish' },
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 10,
    },
  },
  Consumer: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: arn('Work'), FunctionName: arn('Consume'), BatchSize: 1 },
  },
  Machine: {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      RoleArn: arn('MachineRole'),
      DefinitionString: JSON.stringify(machine),
      DefinitionSubstitutions: { Count: arn('Count') },
    },
  },
  Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'api', ProtocolType: 'HTTP' } },
  Stage: {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
  },
  Authorizer: {
    Type: 'AWS::ApiGatewayV2::Authorizer',
    Properties: {
      ApiId: { Ref: 'Api' },
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.Authorization'],
      JwtConfiguration: { Audience: ['client'], Issuer: 'https://issuer' },
    },
  },
  ...route('Put', 'PUT /things/{id}', 'Put', { AuthorizationType: 'JWT', AuthorizerId: { Ref: 'Authorizer' } }),
  ...route('Get', 'GET /things/{id}', 'Get'),
};

/** What each part of the application may do, and nothing that it does not do. */
export const permissions = {
  PutRole: role('lambda', allow('dynamodb:PutItem', arn('Things'))),
  PublishRole: role(
    'lambda',
    allow('events:PutEvents', arn('Bus')),
    allow(['dynamodb:DescribeStream', 'dynamodb:GetShardIterator', 'dynamodb:GetRecords'], {
      'Fn::GetAtt': ['Things', 'StreamArn'],
    }),
  ),
  ConsumeRole: role(
    'lambda',
    allow('states:StartExecution', { Ref: 'Machine' }),
    allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], arn('Work')),
  ),
  CountRole: role('lambda', allow(['dynamodb:GetItem', 'dynamodb:UpdateItem'], arn('Counts'))),
  GetRole: role('lambda', allow('dynamodb:GetItem', arn('Counts'))),
  MachineRole: role('states', allow('lambda:InvokeFunction', arn('Count'))),
  WorkPolicy: queuePolicy('Work', arn('Rule')),
  FailedPolicy: queuePolicy('Failed', arn('FailedRule')),
  PutPermission: permission('Put', '/*/PUT/things/{id}'),
  GetPermission: permission('Get', '/*/GET/things/{id}'),
};

/**
 * The assembly of an application that counts: `PUT /things/{id}` leads through table, stream, bus, queue and state
 * machine to a count that `GET /things/{id}` shows.
 * @param changed resources in place of those of the same name, or `undefined` for none
 */
export function writeCountingApplication(changed: Readonly<Record<string, JsonObject | undefined>> = {}): string {
  const kept = Object.entries({ ...resources, ...permissions, ...changed });
  const defined = kept.flatMap(([name, resource]) => (resource === undefined ? [] : [[name, resource] as const]));
  return writeAssembly({ resources: Object.fromEntries(defined), functions });
}
