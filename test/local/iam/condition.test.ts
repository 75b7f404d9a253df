import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../../local/iam/condition.ts';

const source = 'aws:SourceArn';
const keys = 'dynamodb:LeadingKeys';

function holds(operator: string, key: string, values: string[], context: string[]): boolean {
  return compileCondition(operator, key, values).holds(new Map([[key.toLowerCase(), context]]));
}

describe('A condition', () => {
  it.each([
    ['StringEquals', source, ['a', 'b'], ['b'], true],
    ['StringEquals', source, ['a'], ['A'], false],
    ['StringEquals', source, ['a*'], ['ab'], false],
    ['StringEquals', source, ['a'], [], false],
    ['StringEqualsIfExists', source, ['a'], [], true],
    ['StringEqualsIfExists', source, ['a'], ['b'], false],
    ['StringNotEquals', source, ['a', 'b'], ['c'], true],
    ['StringNotEquals', source, ['a', 'b'], ['b'], false],
    ['StringNotEquals', source, ['a'], [], true],
    ['StringEqualsIgnoreCase', source, ['a'], ['A'], true],
    ['StringLike', source, ['a?c*'], ['abcd'], true],
    ['StringLike', source, ['a?c*'], ['ac'], false],
    ['StringNotLike', source, ['a*'], ['ab'], false],
    ['ArnEquals', source, ['arn:aws:events:*:1:rule/*'], ['arn:aws:events:x:1:rule/a'], true],
    ['ArnLike', source, ['arn:aws:events:*:rule/*'], ['arn:aws:events:x:1:rule/a'], false],
    ['ArnNotLike', source, ['arn:aws:events:*:1:rule/*'], ['arn:aws:events:x:1:rule/a'], false],
    ['Bool', 'aws:SecureTransport', ['false'], ['true'], false],
    ['Bool', 'aws:SecureTransport', ['True'], ['true'], true],
    ['ForAllValues:StringLike', keys, ['A#*'], ['A#1', 'A#2'], true],
    ['ForAllValues:StringLike', keys, ['A#*'], ['A#1', 'B#2'], false],
    ['ForAllValues:StringLike', keys, ['A#*'], [], true],
    ['ForAnyValue:StringLike', keys, ['A#*'], ['B#1', 'A#2'], true],
    ['ForAnyValue:StringLike', keys, ['A#*'], ['B#1'], false],
    ['ForAnyValue:StringLike', keys, ['A#*'], [], false],
    ['ForAllValues:StringNotEquals', keys, ['a', 'b'], ['c', 'd'], true],
    ['ForAllValues:StringNotEquals', keys, ['a', 'b'], ['c', 'a'], false],
    ['ForAnyValue:StringNotEquals', keys, ['a'], ['a', 'b'], true],
  ])('%s %s of %j holds for %j: %s', (operator, key, values, context, expected) => {
    expect(holds(operator, key, values, context)).toBe(expected);
  });

  it('names the values that a request matched', () => {
    const condition = compileCondition('ForAllValues:StringEquals', 'dynamodb:Attributes', ['pk', 'sold', 'reserved']);
    expect(condition.matched(new Map([['dynamodb:attributes', ['pk', 'sold']]]))).toEqual(['pk', 'sold']);
  });
});
