import { describe, expect, it } from 'vitest';
import { evaluateTemplate } from '../../../local/states/expressions.ts';
import { functionsAt } from '../../../local/states/functions.ts';
import { outputOf, run } from './world.ts';

const now = Date.parse('2026-03-01T12:00:00.000Z');
const bindings = { ...functionsAt(now), states: { input: { list: [1, 2, 3], text: 'a' } }, x: 5 };

function evaluate(expression: string): Promise<unknown> {
  return evaluateTemplate(`{% ${expression} %}`, bindings, 'Output');
}

describe('An expression', () => {
  it.each([
    ['$states.input.list[1]', 2],
    ['$x * 2', 10],
    ['$states.input.list.{"n": $}', [{ n: 1 }, { n: 2 }, { n: 3 }]],
    ['$map($states.input.list, function($v) { $v + $x })', [6, 7, 8]],
    ['($y := 3; $y + $x)', 8],
    ['$partition([1, 2, 3, 4, 5], 2)', [[1, 2], [3, 4], [5]]],
    ['$range(1, 9, 3)', [1, 4, 7]],
    ['$range(5, 1, -2)', [5, 3, 1]],
    ['$hash("hello", "SHA-256")', '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824'],
    ['$hash("hello", "MD5")', '5d41402abc4b2a76b9719d911017c592'],
    ['$random(7) = $random(7)', true],
    ['$random() < 1', true],
    ['$length($uuid())', 36],
    [`$parse('{"a": [1]}').a[0]`, 1],
    ['$now()', '2026-03-01T12:00:00.000Z'],
    ['$millis()', now],
    ['null', null],
  ])('%s', async (expression, value) => {
    expect(await evaluate(expression)).toEqual(value);
  });

  it.each([
    ['$states.input.missing', 'returned nothing (undefined)'],
    ['$error("refused")', 'refused'],
    ['$x + "a"', 'T2002'],
    ['$sum', 'returned a function'],
    ['{"f": function($v) { $v }}', 'returned a function'],
    ['$parse("{")', 'JSON'],
    ['$hash("a", "CRC32")', 'CRC32'],
    ['$partition([1], 0)', 'positive size'],
    ['$range(1, 2000, 1)', 'at most 1000'],
  ])('%s fails with States.QueryEvaluationError', async (expression, message) => {
    await expect(evaluate(expression)).rejects.toMatchObject({
      error: 'States.QueryEvaluationError',
      cause: expect.stringContaining(message),
    });
  });

  it('is found at any depth of a template, and only as the whole of a string', async () => {
    const template = { a: ['{% $x %}', { b: '{%$x%}' }], c: 'text {% $x %}', d: 1, e: null };
    expect(await evaluateTemplate(template, bindings, 'Output')).toEqual({
      a: [5, { b: 5 }],
      c: 'text {% $x %}',
      d: 1,
      e: null,
    });
  });

  it('names its field when it fails', async () => {
    await expect(evaluateTemplate({ a: ['{% $y %}'] }, bindings, 'Arguments')).rejects.toMatchObject({
      cause: "The JSONata expression '$y' specified for the field 'Arguments/a[0]' returned nothing (undefined).",
    });
  });
});

describe('The context', () => {
  it('tells of the execution, the state and the state machine', async () => {
    const states = {
      First: { Type: 'Wait', Seconds: 2, Next: 'Second' },
      Second: { Type: 'Pass', Output: '{% $states.context %}', End: true },
    };
    expect(outputOf(await run(states, { input: { a: 1 } }))).toEqual({
      Execution: {
        Id: 'arn:aws:states:eu-central-1:000000000000:execution:flow:e1',
        Input: { a: 1 },
        Name: 'e1',
        RoleArn: 'arn:aws:iam::000000000000:role/flow',
        StartTime: '2026-03-01T12:00:00.000Z',
        RedriveCount: 0,
      },
      State: { Name: 'Second', EnteredTime: '2026-03-01T12:00:02.000Z', RetryCount: 0 },
      StateMachine: { Id: 'arn:aws:states:eu-central-1:000000000000:stateMachine:flow', Name: 'flow' },
    });
  });
});
