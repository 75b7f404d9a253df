import { describe, expect, it } from 'vitest';
import { Access } from '../../../local/iam/access.ts';
import { functionArn } from '../fake-functions.ts';
import {
  accessWith,
  document,
  handler,
  queue,
  refusal,
  resource,
  resourcesWith,
  roleArn,
  table,
} from './policies-of.ts';

const user = 'User: arn:aws:sts::000000000000:assumed-role/handler-role/handler';
const send = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue };
const letIn = (more: object = {}) => ({ ...send, Principal: { Service: 'events.amazonaws.com' }, ...more });
const events = { principal: { service: 'events.amazonaws.com' } };

describe('Access', () => {
  it('allows what a policy of the role allows, and denies all else in the words of AWS', () => {
    const { access, told } = accessWith([send]);
    expect(refusal(access, {})).toBeUndefined();
    const message = `${user} is not authorized to perform: sqs:DeleteMessage on resource: ${queue} because no policy allows it`;
    expect(refusal(access, { action: 'sqs:DeleteMessage' })).toBe(message);
    expect(refusal(access, { action: 'sqs:DeleteMessage' })).toBe(message);
    expect(told).toEqual([`Access denied: ${message}`]);
    expect(access.report.denials).toMatchObject([{ action: 'sqs:DeleteMessage', resource: queue, times: 2 }]);
  });

  it.each([
    ['an action by its pattern', { Action: 'sqs:Send*' }],
    ['an action whatever its case', { Action: 'SQS:sendmessage' }],
    ['one action of many', { Action: ['sqs:DeleteMessage', 'sqs:SendMessage'] }],
    ['a resource by its pattern', { Resource: 'arn:aws:sqs:*:*:w?rk' }],
    ['every resource', { Resource: '*' }],
  ])('allows %s', (_what, statement) => {
    expect(refusal(accessWith([{ ...send, ...statement }]).access, {})).toBeUndefined();
  });

  it.each([
    ['another resource', { Resource: `${queue}-2` }],
    ['a pattern that would have to reach over a colon', { Resource: 'arn:aws:*:work' }],
    ['a part of the name', { Resource: queue.slice(0, -1) }],
    ['a character of a pattern where the name has another', { Resource: queue.replace('w', '.') }],
  ])('does not allow %s', (_what, statement) => {
    expect(refusal(accessWith([{ ...send, ...statement }]).access, {})).toContain('no policy allows it');
  });

  it('obeys a deny before any allow, whichever policy has it', () => {
    const deny = { ...send, Effect: 'Deny' };
    const bySelf = accessWith([send, deny]).access;
    expect(refusal(bySelf, {})).toContain('with an explicit deny in an identity-based policy');
    const byQueue = accessWith([send], [{ ...deny, Principal: '*' }]).access;
    expect(refusal(byQueue, {})).toContain('with an explicit deny in a resource-based policy');
    const insecure = { ...deny, Principal: { AWS: '*' }, Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
    expect(refusal(accessWith([send], [insecure]).access, {})).toBeUndefined();
  });

  it('allows a role what the policy of the resource lets it in for', () => {
    const byRole = accessWith([], [{ ...send, Principal: { AWS: roleArn } }]).access;
    expect(refusal(byRole, {})).toBeUndefined();
    expect(refusal(accessWith([], [letIn()]).access, {})).toContain('no policy allows it');
  });

  it('lets a service in for the source that the policy names, and for no other', () => {
    const rule = 'arn:aws:events:us-east-1:000000000000:rule/orders';
    const { access } = accessWith([send], [letIn({ Condition: { ArnEquals: { 'aws:SourceArn': rule } } })]);
    expect(refusal(access, { ...events, context: { 'aws:SourceArn': [rule] } })).toBeUndefined();
    const other = { ...events, context: { 'aws:SourceArn': [`${rule}-2`] } };
    expect(refusal(access, other)).toContain('events.amazonaws.com is not authorized to perform: sqs:SendMessage');
    expect(refusal(access, events)).toContain('no policy allows it');
  });

  it('knows the permission of a function as the policy of it', () => {
    const permission = resource('AWS::Lambda::Permission', 'Permission', 'Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: handler,
      Principal: 'apigateway.amazonaws.com',
      SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:api/*/*/things/{id}',
    });
    const access = new Access([...resourcesWith([]), permission], () => undefined);
    const by = (path: string) => ({
      principal: { service: 'apigateway.amazonaws.com' },
      action: 'lambda:InvokeFunction',
      resource: handler,
      context: { 'aws:SourceArn': [`arn:aws:execute-api:us-east-1:000000000000:api/$default/GET${path}`] },
    });
    expect(refusal(access, by('/things/{id}'))).toBeUndefined();
    expect(refusal(access, by('/others/{id}'))).toContain('no policy allows it');
  });

  it('refuses the key of a function that is not there', () => {
    const { access } = accessWith([send]);
    const message = 'The security token included in the request is invalid.';
    expect(refusal(access, { principal: { functionArn: functionArn('gone') } })).toBe(message);
  });
});

describe('A policy with something unknown in it', () => {
  const put = { Effect: 'Allow', Action: 'dynamodb:PutItem', Resource: table };

  it.each([
    ['NotAction', { Effect: 'Allow', NotAction: 'dynamodb:PutItem', Resource: table }, 'NotAction'],
    ['NotResource', { Effect: 'Allow', Action: 'dynamodb:PutItem', NotResource: table }, 'NotResource'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of IAM
    ['a variable', { ...put, Resource: '${aws:PrincipalTag/x}' }, 'variables are not known'],
    ['an operator', { ...put, Condition: { IpAddress: { 'aws:SourceArn': 'x' } } }, 'operator IpAddress'],
    ['a key', { ...put, Condition: { StringEquals: { 'aws:PrincipalTag/x': 'y' } } }, 'key aws:PrincipalTag/x'],
    [
      'many values compared as one',
      { ...put, Condition: { StringEquals: { 'dynamodb:LeadingKeys': 'x' } } },
      'it needs ForAllValues or ForAnyValue',
    ],
    [
      'a set where there is one value',
      { ...put, Condition: { 'ForAllValues:Bool': { 'aws:SecureTransport': 'x' } } },
      'aws:SecureTransport',
    ],
  ])('is refused by name: %s', (_what, statement, message) => {
    expect(() => accessWith([statement])).toThrow(message);
  });

  it.each([
    ['a managed policy', 'AWS::IAM::Role', { AssumeRolePolicyDocument: document(), ManagedPolicyArns: ['arn'] }],
    ['a boundary', 'AWS::IAM::Role', { AssumeRolePolicyDocument: document(), PermissionsBoundary: 'arn' }],
    ['a policy of its own', 'AWS::IAM::ManagedPolicy', {}],
    ['a policy of a bus', 'AWS::Events::EventBusPolicy', {}],
    ['the user of an access key', 'AWS::IAM::User', {}],
  ])('is refused by name: %s', (_what, type, properties) => {
    const unknown = resource(type, 'Unknown', 'Unknown', properties);
    expect(() => new Access([unknown], () => undefined)).toThrow('Unknown');
  });
});
