import { describe, expect, it } from 'vitest';
import { type References, resolveIntrinsics } from '../../../local/template/intrinsics.ts';

const references: References = {
  ref: (logicalId) => (logicalId === 'List' ? ['a', 'b'] : `<${logicalId}>`),
  attribute: (logicalId, attribute) => `<${logicalId}.${attribute}>`,
  condition: (name) => name === 'Yes',
};

const resolve = (value: Parameters<typeof resolveIntrinsics>[0]) => resolveIntrinsics(value, references, 'Here');

describe('Intrinsic functions', () => {
  it.each([
    [{ Ref: 'Queue' }, '<Queue>'],
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, '<Queue.Arn>'],
    [{ 'Fn::GetAtt': 'Queue.Arn' }, '<Queue.Arn>'],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'Queue' }, 3]] }, 'a-<Queue>-3'],
    [{ 'Fn::Join': [',', { Ref: 'List' }] }, 'a,b'],
    [{ 'Fn::Split': ['/', 'a/b'] }, ['a', 'b']],
    [{ 'Fn::Select': ['1', { 'Fn::Split': ['/', 'a/b'] }] }, 'b'],
    [{ 'Fn::Sub': `\${Queue}: \${Queue.Arn} \${!Literal}` }, `<Queue>: <Queue.Arn> \${Literal}`],
    [{ 'Fn::Sub': [`\${Name}`, { Name: { Ref: 'Queue' } }] }, '<Queue>'],
    [{ 'Fn::If': ['Yes', 1, 2] }, 1],
    [{ 'Fn::If': ['No', 1, 2] }, 2],
    [{ list: [{ Ref: 'AWS::NoValue' }, 1], gone: { Ref: 'AWS::NoValue' } }, { list: [1] }],
    [
      { Ref: 'Queue', Other: 1 },
      { Ref: 'Queue', Other: 1 },
    ],
  ])('resolves %j', (value, resolved) => {
    expect(resolve(value)).toEqual(resolved);
  });

  it.each([
    [{ 'Fn::Base64': 'x' }, 'Here: intrinsic function Fn::Base64 is not supported by the local run'],
    [{ 'Fn::Select': [7, ['a']] }, 'Here: Fn::Select finds no element 7'],
    [{ 'Fn::Join': ['-'] }, 'Here: Fn::Join takes 2 arguments'],
    [{ 'Fn::Join': ['-', [{ a: 1 }]] }, 'Here: Fn::Join takes strings'],
    [{ Ref: 'AWS::NoValue' }, 'Here: AWS::NoValue stands where a value is needed'],
  ])('refuses %j', (value, message) => {
    expect(() => resolve(value)).toThrow(message);
  });
});
