import { describe, expect, it } from 'vitest';
import { checkTrust } from '../../../local/iam/trust.ts';
import { document, handler, resource, roleArn } from './policies-of.ts';

const trusts = (service: string, more: object = {}) =>
  resource('AWS::IAM::Role', 'role', roleArn, {
    AssumeRolePolicyDocument: document({
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: service },
      ...more,
    }),
  });
const lambda = resource('AWS::Lambda::Function', 'handler', handler, { Role: roleArn });
const schedule = resource('AWS::Scheduler::Schedule', 'schedule', 'schedule', { Target: { RoleArn: roleArn } });

describe('A role', () => {
  it('that trusts the service which acts with it is right', () => {
    expect(() => checkTrust([lambda, trusts('lambda.amazonaws.com')])).not.toThrow();
    const group = 'arn:aws:scheduler:us-east-1:000000000000:schedule-group/default';
    const Condition = { StringEquals: { 'aws:SourceArn': group, 'aws:SourceAccount': '000000000000' } };
    expect(() => checkTrust([schedule, trusts('scheduler.amazonaws.com', { Condition })])).not.toThrow();
  });

  it.each([
    ['another service', [lambda, trusts('states.amazonaws.com')]],
    ['nobody', [lambda]],
    [
      'it for another source',
      [schedule, trusts('scheduler.amazonaws.com', { Condition: { StringEquals: { 'aws:SourceArn': 'other' } } })],
    ],
  ])('that trusts %s stops the start', (_whom, resources) => {
    expect(() => checkTrust(resources)).toThrow('is not trusted to assume');
  });
});
