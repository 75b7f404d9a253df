import { describe, expect, it } from 'vitest';
import { Access } from '../../../local/iam/access.ts';
import { unusedOf } from '../../../local/iam/report.ts';
import { accessWith, queue, refusal, resource, resourcesWith, table } from './policies-of.ts';

const attributes = (...names: string[]) => ({ 'ForAllValues:StringEquals': { 'dynamodb:Attributes': names } });
const update = { Effect: 'Allow', Action: 'dynamodb:UpdateItem', Resource: table };

describe('The report of permissions', () => {
  it('tells what nothing has used: actions, resources, and single values of a condition', () => {
    const { access } = accessWith([
      { Effect: 'Allow', Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Resource: [table, `${table}/index/i`] },
      { ...update, Condition: attributes('pk', 'sold', 'reserved') },
    ]);
    refusal(access, { action: 'dynamodb:GetItem', resource: table });
    const context = { 'dynamodb:Attributes': ['pk', 'sold'] };
    refusal(access, { action: 'dynamodb:UpdateItem', resource: table, context });
    expect(unusedOf(access.report.grants)).toEqual([
      `handler: dynamodb:GetItem on ${table}/index/i`,
      `handler: dynamodb:PutItem on ${table}`,
      `handler: dynamodb:PutItem on ${table}/index/i`,
      `handler: dynamodb:UpdateItem on ${table}: reserved in ForAllValues:StringEquals dynamodb:Attributes`,
    ]);
  });

  it('counts a use once, so that a second statement for the same stays unused', () => {
    const { access } = accessWith([update, { ...update, Condition: attributes('pk') }]);
    refusal(access, { action: 'dynamodb:UpdateItem', resource: table, context: { 'dynamodb:Attributes': ['pk'] } });
    expect(access.report.grants.map(({ uses }) => uses)).toEqual([1, 0]);
  });

  it('counts nothing that was denied', () => {
    const { access } = accessWith([{ ...update, Condition: attributes('pk') }]);
    const context = { 'dynamodb:Attributes': ['pk', 'sold'] };
    expect(refusal(access, { action: 'dynamodb:UpdateItem', resource: table, context })).toContain('no policy');
    expect(access.report.grants.map(({ uses }) => uses)).toEqual([0]);
  });

  it('leaves to AWS what AWS does: logs, traces, polling and failure destinations', () => {
    const stream = `${table}/stream/1`;
    const dead = `${queue}-dead`;
    const mapping = (EventSourceArn: string) =>
      resource('AWS::Lambda::EventSourceMapping', EventSourceArn, EventSourceArn, {
        EventSourceArn,
        FunctionName: 'handler',
        DestinationConfig: { OnFailure: { Destination: dead } },
      });
    const statements = [
      { Effect: 'Allow', Action: 'logs:PutLogEvents', Resource: '*' },
      { Effect: 'Allow', Action: 'xray:PutTraceSegments', Resource: '*' },
      { Effect: 'Allow', Action: ['sqs:ReceiveMessage', 'sqs:SendMessage'], Resource: [queue, dead] },
      { Effect: 'Allow', Action: 'dynamodb:GetRecords', Resource: [stream, `${table}/stream/2`] },
    ];
    const access = new Access([...resourcesWith(statements), mapping(queue), mapping(stream)], () => undefined);
    const byAws = access.report.grants.map(({ action, resource: on, byAws: reason }) => [action, on, reason]);
    expect(byAws).toEqual([
      ['logs:PutLogEvents', '*', 'logs'],
      ['xray:PutTraceSegments', '*', 'traces'],
      ['sqs:ReceiveMessage', queue, 'polling'],
      ['sqs:ReceiveMessage', dead, undefined],
      ['sqs:SendMessage', queue, undefined],
      ['sqs:SendMessage', dead, 'failure destination'],
      ['dynamodb:GetRecords', stream, 'polling'],
      ['dynamodb:GetRecords', `${table}/stream/2`, undefined],
    ]);
    expect(unusedOf(access.report.grants)).toEqual([
      `handler: sqs:ReceiveMessage on ${dead}`,
      `handler: sqs:SendMessage on ${queue}`,
      `handler: dynamodb:GetRecords on ${table}/stream/2`,
    ]);
  });

  it('names a role that nothing acts with', () => {
    const [, ...withoutFunction] = resourcesWith([update]);
    const access = new Access(withoutFunction, () => undefined);
    expect(access.report.grants.map(({ holder }) => holder)).toEqual(['nobody (Policy)']);
  });
});
