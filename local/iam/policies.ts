import * as z from 'zod';
import { type JsonObject, listOf, objectOf } from '../json.ts';
import { parseProperties } from '../parse.ts';
import type { Resource } from '../template/template.ts';
import { compilePolicy, type Statement } from './statement.ts';

/** A policy of the template, with the ARN of the role that has it or of the resource that it guards. */
export type Policy = {
  readonly kind: 'identity' | 'resource';
  /** As the template calls it. */
  readonly logicalId: string;
  readonly ownerArn: string;
  readonly statements: readonly Statement[];
};

const ignored = z.unknown().optional();

const roleProperties = z.strictObject({
  AssumeRolePolicyDocument: z.unknown(),
  Description: ignored,
  MaxSessionDuration: ignored,
  Path: ignored,
  Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: z.unknown() })).default([]),
  RoleName: z.string().optional(),
  Tags: ignored,
});

const identityPolicyProperties = z.strictObject({
  PolicyDocument: z.unknown(),
  PolicyName: z.string(),
  Roles: z.array(z.string()).min(1),
});

const permissionProperties = z.strictObject({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceAccount: z.string().optional(),
  SourceArn: z.string().optional(),
});

type Reader = (resource: Resource, arnOf: (ref: string) => string) => readonly Policy[];

/** Each type that says who may do what. The permissions of a function are its resource policy, statement by statement. */
const READERS: Readonly<Record<string, Reader>> = {
  'AWS::IAM::Role': readRole,
  'AWS::IAM::Policy': readIdentityPolicy,
  'AWS::SQS::QueuePolicy': (resource, arnOf) => guards(resource, listOf(resource.properties.Queues).map(String), arnOf),
  'AWS::SNS::TopicPolicy': (resource, arnOf) => guards(resource, listOf(resource.properties.Topics).map(String), arnOf),
  'AWS::Lambda::Permission': readPermission,
};

/** Types of policies that nothing here evaluates: they must not be passed over in silence. */
const UNKNOWN = /^AWS::(IAM::(?!Role$|Policy$)|\w+::\w*Policy$|SecretsManager::ResourcePolicy$)/u;

/**
 * All policies of a template.
 * @throws Error that names whatever in them the local run does not know, managed policies and boundaries included
 */
export function readPolicies(resources: readonly Resource[]): readonly Policy[] {
  const arns = new Map(resources.map(({ ref, attributes }) => [ref, attributes.Arn ?? ref]));
  return resources.flatMap((resource) => {
    const read = READERS[resource.type];
    if (read !== undefined) return read(resource, (ref) => arns.get(ref) ?? ref);
    if (!UNKNOWN.test(resource.type)) return [];
    throw new Error(`${resource.logicalId}: ${resource.type} is not supported by the local run`);
  });
}

function whereOf({ logicalId, type }: Resource): string {
  return `${logicalId} (${type})`;
}

function readRole(resource: Resource, arnOf: (ref: string) => string): readonly Policy[] {
  const { Policies } = parseProperties(roleProperties, whereOf(resource), resource.properties);
  return Policies.map(({ PolicyName, PolicyDocument }) => ({
    kind: 'identity',
    logicalId: resource.logicalId,
    ownerArn: arnOf(resource.ref),
    statements: compilePolicy(`${whereOf(resource)} ${PolicyName}`, PolicyDocument),
  }));
}

function readIdentityPolicy(resource: Resource, arnOf: (ref: string) => string): readonly Policy[] {
  const { Roles, PolicyDocument } = parseProperties(identityPolicyProperties, whereOf(resource), resource.properties);
  return Roles.map((role) => ({
    kind: 'identity',
    logicalId: resource.logicalId,
    ownerArn: arnOf(role),
    statements: compilePolicy(whereOf(resource), PolicyDocument),
  }));
}

function guards(resource: Resource, refs: readonly string[], arnOf: (ref: string) => string): readonly Policy[] {
  const statements = compilePolicy(whereOf(resource), resource.properties.PolicyDocument);
  return refs.map((ref) => ({
    kind: 'resource',
    logicalId: resource.logicalId,
    ownerArn: arnOf(ref),
    statements,
  }));
}

function readPermission(resource: Resource, arnOf: (ref: string) => string): readonly Policy[] {
  const permission = parseProperties(permissionProperties, whereOf(resource), resource.properties);
  const { Action, Principal, SourceAccount, SourceArn } = permission;
  const ownerArn = arnOf(permission.FunctionName);
  const Condition: JsonObject = {
    ...(SourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': SourceArn } }),
    ...(SourceAccount === undefined ? {} : { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
  };
  const statement = { Effect: 'Allow', Action, Resource: ownerArn, Principal: { Service: Principal }, Condition };
  const document = { Version: '2012-10-17', Statement: [statement] };
  return [
    {
      kind: 'resource',
      logicalId: resource.logicalId,
      ownerArn,
      statements: compilePolicy(whereOf(resource), document),
    },
  ];
}

/** The role of each function, by the function's ARN. */
export function functionRoles(resources: readonly Resource[]): ReadonlyMap<string, string> {
  const functions = resources.filter(({ type }) => type === 'AWS::Lambda::Function');
  return new Map(functions.map(({ attributes, properties }) => [attributes.Arn ?? '', String(properties.Role)]));
}

/** Whom a role trusts to act with it. */
export function trustPolicies(resources: readonly Resource[]): ReadonlyMap<string, readonly Statement[]> {
  const roles = resources.filter(({ type }) => type === 'AWS::IAM::Role');
  return new Map(
    roles.map((role) => [
      role.attributes.Arn ?? '',
      compilePolicy(`${whereOf(role)} trust`, objectOf(role.properties.AssumeRolePolicyDocument)),
    ]),
  );
}
