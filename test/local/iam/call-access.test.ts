import { describe, expect, it } from 'vitest';
import { callAuthorizer } from '../../../local/iam/call-access.ts';
import { denying } from '../denying.ts';
import { resourcesWith } from './policies-of.ts';

const start = { stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:flow' };
const stop = { executionArn: 'arn:aws:states:us-east-1:000000000000:execution:flow:e' };
const work = { QueueUrl: 'https://sqs.us-east-1.amazonaws.com/000000000000/work' };
const events = { Entries: [{ EventBusName: 'bus', Source: 's', DetailType: 't' }, { Source: 's' }] };
const bus = 'arn:aws:events:us-east-1:000000000000:event-bus/';
const secret = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:key-abcdef';

function asked(caller: string, service: string, operation: string, input: unknown): readonly string[] {
  const access = denying();
  callAuthorizer(access, resourcesWith([]))({ caller, service, operation, input });
  return access.asked.map((it) => it.split(' ').slice(1).join(' '));
}

describe('A call of a function', () => {
  it.each([
    ['AWSStepFunctions', 'StartExecution', start, [`states:StartExecution ${start.stateMachineArn}`]],
    ['AWSStepFunctions', 'StopExecution', stop, [`states:StopExecution ${stop.executionArn}`]],
    ['AmazonSQS', 'SendMessageBatch', work, ['sqs:SendMessage arn:aws:sqs:us-east-1:000000000000:work']],
    ['AmazonSQS', 'GetQueueUrl', { QueueName: 'work' }, ['sqs:GetQueueUrl arn:aws:sqs:us-east-1:000000000000:work']],
    ['AWSEvents', 'PutEvents', events, [`events:PutEvents ${bus}bus`, `events:PutEvents ${bus}default`]],
    ['secretsmanager', 'GetSecretValue', { SecretId: secret }, [`secretsmanager:GetSecretValue ${secret}`]],
  ])('of %s %s needs to be allowed', (service, operation, input, expected) => {
    expect(asked('handler.3', service, operation, input)).toEqual(expected);
  });

  it('of a service that nobody knows the permissions of is refused', () => {
    expect(() => asked('handler.3', 'Kinesis_20131202', 'PutRecord', {})).toThrow('Kinesis_20131202.PutRecord');
  });
});

describe('A call of somebody else', () => {
  it('is not for the policies of a template to judge', () => {
    expect(asked('operator', 'AWSStepFunctions', 'StartExecution', start)).toEqual([]);
  });
});
