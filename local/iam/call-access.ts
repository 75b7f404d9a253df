import * as z from 'zod';
import type { AuthorizeCall } from '../endpoint/aws-endpoint.ts';
import { readTable } from '../engine/table-definition.ts';
import { busNameOf } from '../events/rule.ts';
import { parseRequest } from '../parse.ts';
import { type AccessRequest, type Authorizer, type Principal, ServiceError } from '../ports.ts';
import { arnOf } from '../template/pseudo-parameters.ts';
import type { Resource } from '../template/template.ts';
import { dynamodbAccess, type TableKeys, type TableLookup } from './dynamodb-access.ts';
import { functionRoles } from './policies.ts';

/** A call of an SDK: `service` is the first part of its target, `input` its parsed body. */
type SdkCall = {
  readonly principal: Principal;
  readonly service: string;
  readonly operation: string;
  readonly input: unknown;
};

type Rule = (call: SdkCall, table: TableLookup) => readonly AccessRequest[];

const RULES: Readonly<Record<string, Rule>> = {
  DynamoDB_20120810: ({ principal, operation, input }, table) => dynamodbAccess(principal, operation, input, table),
  AWSEvents: eventsAccess,
  AWSStepFunctions: statesAccess,
  AmazonSQS: sqsAccess,
  secretsmanager: secretsAccess,
};

/**
 * Looks up, in the template's policies, whether the function that a call was signed by may make it. Who signs with
 * another key is a person, whose rights no template says.
 */
export function callAuthorizer(access: Authorizer, resources: readonly Resource[]): AuthorizeCall {
  const accessOf = callAccess(resources);
  const functions = new Set(functionRoles(resources).keys());
  return ({ caller, ...call }) => {
    const functionArn = functionArnOf(caller);
    if (!functions.has(functionArn)) return;
    for (const request of accessOf({ principal: { functionArn }, ...call })) access.authorize(request);
  };
}

/** Each execution environment signs with the function's name and a number of its own. */
function functionArnOf(accessKeyId: string): string {
  return arnOf('lambda', `function:${accessKeyId.split('.')[0]}`);
}

/**
 * Says, for each call, what has to be allowed.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 * @throws Error for a service or an operation that the local run does not know the permissions of
 */
function callAccess(resources: readonly Resource[]): (call: SdkCall) => readonly AccessRequest[] {
  const tables = tableLookup(resources);
  return (call) => {
    const rule = RULES[call.service];
    if (rule !== undefined) return rule(call, tables);
    throw new Error(`The local run does not know which permissions ${call.service}.${call.operation} needs`);
  };
}

function tableLookup(resources: readonly Resource[]): TableLookup {
  const tables = new Map<string, TableKeys>();
  for (const resource of resources.filter(({ type }) => type === 'AWS::DynamoDB::GlobalTable')) {
    const { KeySchema, GlobalSecondaryIndexes = [] } = readTable(resource);
    const indexes = new Map(GlobalSecondaryIndexes.map((it) => [it.IndexName, partitionKeyOf(it.KeySchema)]));
    const keys = { arn: resource.attributes.Arn ?? '', partitionKey: partitionKeyOf(KeySchema), indexes };
    tables.set(resource.ref, keys).set(keys.arn, keys);
  }
  return (nameOrArn) => {
    const keys = tables.get(nameOrArn);
    if (keys !== undefined) return keys;
    throw new ServiceError('ResourceNotFoundException', `Requested resource not found: Table: ${nameOrArn} not found`);
  };
}

function partitionKeyOf(schema: readonly { readonly AttributeName: string; readonly KeyType: string }[]): string {
  return schema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '';
}

const putEvents = z.object({
  Entries: z.array(
    z.object({
      EventBusName: z.string().optional(),
      Source: z.string().optional(),
      DetailType: z.string().optional(),
    }),
  ),
});

function eventsAccess({ principal, operation, input }: SdkCall): readonly AccessRequest[] {
  if (operation !== 'PutEvents') throw unknown('EventBridge', operation);
  return parseRequest(putEvents, operation, input).Entries.map(({ EventBusName, Source, DetailType }) => ({
    principal,
    action: 'events:PutEvents',
    resource: arnOf('events', `event-bus/${busNameOf(EventBusName)}`),
    context: { 'events:source': [Source].flatMap(present), 'events:detail-type': [DetailType].flatMap(present) },
  }));
}

const statesRequest = z.object({ stateMachineArn: z.string().optional(), executionArn: z.string().optional() });

function statesAccess({ principal, operation, input }: SdkCall): readonly AccessRequest[] {
  const { stateMachineArn, executionArn } = parseRequest(statesRequest, operation, input);
  const resource = stateMachineArn ?? executionArn;
  if (resource === undefined) throw unknown('Step Functions', operation);
  return [{ principal, action: `states:${operation}`, resource }];
}

const sqsRequest = z.object({
  QueueUrl: z.string().optional(),
  QueueName: z.string().optional(),
  SourceArn: z.string().optional(),
});

/** A batch needs the permission of the single operation. */
function sqsAccess({ principal, operation, input }: SdkCall): readonly AccessRequest[] {
  const { QueueUrl, QueueName, SourceArn } = parseRequest(sqsRequest, operation, input);
  const name = QueueUrl?.split('/').at(-1) ?? QueueName;
  const resource = name === undefined ? SourceArn : arnOf('sqs', name);
  if (resource === undefined) throw unknown('SQS', operation);
  return [{ principal, action: `sqs:${operation.replace(/Batch$/u, '')}`, resource }];
}

const secretRequest = z.object({ SecretId: z.string().startsWith('arn:') });

function secretsAccess({ principal, operation, input }: SdkCall): readonly AccessRequest[] {
  const { SecretId: resource } = parseRequest(secretRequest, operation, input);
  return [{ principal, action: `secretsmanager:${operation}`, resource }];
}

function present(value: string | undefined): string[] {
  return value === undefined ? [] : [value];
}

function unknown(service: string, operation: string): Error {
  return new Error(`The local run does not know which permissions ${service} ${operation} needs`);
}
