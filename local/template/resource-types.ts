import { arnOf, REGION } from './pseudo-parameters.ts';

/** What `Ref` and `Fn::GetAtt` give for a resource. */
export type Identity = { readonly ref: string; readonly attributes: Readonly<Record<string, string>> };

/** The resolved properties that an identity may depend on. */
export type NamedBy = (property: string) => string | undefined;

export type ResourceType = {
  /** The property that may name the resource; else its name is made of the stack's name and its logical id. */
  readonly nameProperty?: string;
  readonly identify: (name: string, property: NamedBy) => Identity;
};

const onlyRef: ResourceType = { identify: (name) => ({ ref: name, attributes: {} }) };

function withArn(nameProperty: string, arn: (name: string) => string): ResourceType {
  return { nameProperty, identify: (name) => ({ ref: name, attributes: { Arn: arn(name) } }) };
}

function withId(attribute: string): ResourceType {
  return { identify: (name) => ({ ref: name, attributes: { [attribute]: name } }) };
}

/** An API or a pool has an id of its own, of lower-case letters and digits. */
function idOf(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** A name for the stream of a table that holds for every engine; engines make ARNs of their own. */
export function streamArnOf(tableName: string): string {
  return arnOf('dynamodb', `table/${tableName}/stream/local`);
}

const table: ResourceType = {
  nameProperty: 'TableName',
  identify: (name) => ({
    ref: name,
    attributes: { Arn: arnOf('dynamodb', `table/${name}`), StreamArn: streamArnOf(name), TableId: name },
  }),
};

const eventBus: ResourceType = {
  nameProperty: 'Name',
  identify: (name) => ({ ref: name, attributes: { Arn: arnOf('events', `event-bus/${name}`), Name: name } }),
};

const rule: ResourceType = {
  nameProperty: 'Name',
  identify: (name, property) => {
    const bus = property('EventBusName');
    const path = bus === undefined || bus === 'default' ? name : `${bus.split('/').at(-1)}/${name}`;
    return { ref: path.replace('/', '|'), attributes: { Arn: arnOf('events', `rule/${path}`) } };
  },
};

const queue: ResourceType = {
  nameProperty: 'QueueName',
  identify: (name) => {
    const url = `https://sqs.${REGION}.amazonaws.com/000000000000/${name}`;
    return { ref: url, attributes: { Arn: arnOf('sqs', name), QueueName: name, QueueUrl: url } };
  },
};

const topic: ResourceType = {
  nameProperty: 'TopicName',
  identify: (name) => {
    const arn = arnOf('sns', name);
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  },
};

const key: ResourceType = {
  identify: (name) => ({ ref: name, attributes: { Arn: arnOf('kms', `key/${name}`), KeyId: name } }),
};

const stateMachine: ResourceType = {
  nameProperty: 'StateMachineName',
  identify: (name) => {
    const arn = arnOf('states', `stateMachine:${name}`);
    return { ref: arn, attributes: { Arn: arn, Name: name } };
  },
};

/** AWS adds six characters of its own to the name; a secret is referred to by its ARN. */
const secret: ResourceType = {
  nameProperty: 'Name',
  identify: (name) => ({ ref: arnOf('secretsmanager', `secret:${name}-locals`), attributes: {} }),
};

const schedule: ResourceType = {
  nameProperty: 'Name',
  identify: (name, property) => {
    const group = property('GroupName') ?? 'default';
    return { ref: name, attributes: { Arn: arnOf('scheduler', `schedule/${group}/${name}`) } };
  },
};

const api: ResourceType = {
  identify: (name) => {
    const id = idOf(name);
    const endpoint = `https://${id}.execute-api.${REGION}.amazonaws.com`;
    return { ref: id, attributes: { ApiId: id, ApiEndpoint: endpoint } };
  },
};

const userPool: ResourceType = {
  identify: (name) => {
    const id = `${REGION}_${idOf(name)}`;
    const provider = `cognito-idp.${REGION}.amazonaws.com/${id}`;
    const attributes = { ProviderName: provider, ProviderURL: `https://${provider}`, UserPoolId: id };
    return { ref: id, attributes: { ...attributes, Arn: arnOf('cognito-idp', `userpool/${id}`) } };
  },
};

const userPoolClient: ResourceType = {
  identify: (name) => {
    const id = idOf(name);
    return { ref: id, attributes: { ClientId: id, Name: name } };
  },
};

/** Every type of resource that a template may have, with the names it answers to. */
export const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  'AWS::ApiGatewayV2::Api': api,
  'AWS::ApiGatewayV2::Authorizer': withId('AuthorizerId'),
  'AWS::ApiGatewayV2::Integration': withId('IntegrationId'),
  'AWS::ApiGatewayV2::Route': withId('RouteId'),
  'AWS::ApiGatewayV2::Stage': { ...onlyRef, nameProperty: 'StageName' },
  'AWS::CDK::Metadata': onlyRef,
  'AWS::CloudWatch::Alarm': withArn('AlarmName', (name) => arnOf('cloudwatch', `alarm:${name}`)),
  'AWS::CloudWatch::Dashboard': { ...onlyRef, nameProperty: 'DashboardName' },
  'AWS::Cognito::UserPool': userPool,
  'AWS::Cognito::UserPoolClient': userPoolClient,
  'AWS::Cognito::UserPoolGroup': { ...onlyRef, nameProperty: 'GroupName' },
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::Events::Archive': withArn('ArchiveName', (name) => arnOf('events', `archive/${name}`)),
  'AWS::Events::EventBus': eventBus,
  'AWS::Events::Rule': rule,
  'AWS::IAM::Policy': withId('Id'),
  'AWS::IAM::Role': withArn('RoleName', (name) => arnOf('iam', `role/${name}`, '')),
  'AWS::KMS::Key': key,
  'AWS::Lambda::EventInvokeConfig': onlyRef,
  'AWS::Lambda::EventSourceMapping': withId('Id'),
  'AWS::Lambda::Function': withArn('FunctionName', (name) => arnOf('lambda', `function:${name}`)),
  'AWS::Lambda::Permission': onlyRef,
  'AWS::Logs::LogGroup': withArn('LogGroupName', (name) => arnOf('logs', `log-group:${name}:*`)),
  'AWS::SNS::Subscription': onlyRef,
  'AWS::SNS::Topic': topic,
  'AWS::SNS::TopicPolicy': withId('Id'),
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueuePolicy': withId('Id'),
  'AWS::Scheduler::Schedule': schedule,
  'AWS::SecretsManager::Secret': secret,
  'AWS::StepFunctions::StateMachine': stateMachine,
};
