import { describe, expect, it } from 'vitest';
import { failure, functionArn } from '../fake-functions.ts';
import { outputOf, run, start, task, world } from './world.ts';

const end = { End: true };

describe('A Pass state', () => {
  it.each([
    ['its input', {}, { a: 1 }],
    [
      'its Output',
      { Output: { b: '{% $states.input.a + 1 %}', c: ['{% $states.input.a %}', 'text'] } },
      { b: 2, c: [1, 'text'] },
    ],
    ['literal Output', { Output: 'text' }, 'text'],
    ['null', { Output: null }, null],
  ])('hands on %s', async (_name, fields, output) => {
    expect(outputOf(await run({ Only: { Type: 'Pass', ...fields, ...end } }, { input: { a: 1 } }))).toEqual(output);
  });

  it('assigns variables that later states see, while its own Output still sees the old ones', async () => {
    const execution = await run(
      {
        First: { Type: 'Pass', Assign: { x: 1, y: { z: '{% $states.input.a %}' } }, Next: 'Second' },
        Second: { Type: 'Pass', Assign: { x: 2 }, Output: '{% [$x, $y.z] %}', Next: 'Third' },
        Third: { Type: 'Pass', Output: { before: '{% $states.input %}', x: '{% $x %}' }, ...end },
      },
      { input: { a: 'A' } },
    );
    expect(outputOf(execution)).toEqual({ before: [1, 'A'], x: 2 });
  });
});

describe('A Task state', () => {
  it('calls the function with its Payload', async () => {
    const Arguments = { FunctionName: functionArn('f'), Payload: { id: '{% $states.input.id %}' } };
    const flow = world({ Call: task('f', { Arguments }) });
    start(flow, { id: 7, more: true });
    await flow.clock.advance(0);
    expect(flow.functions.calls).toEqual([{ functionArn: functionArn('f'), payload: { id: 7 } }]);
  });

  it('has the answer of Lambda as its result', async () => {
    const functions = { f: () => ({ ok: true, payload: { done: true } }) as const };
    expect(outputOf(await run({ Call: task('f') }, { functions }))).toEqual({
      ExecutedVersion: '$LATEST',
      Payload: { done: true },
      StatusCode: 200,
    });
  });

  it('makes its Output and its variables of the result', async () => {
    const execution = await run(
      {
        Call: task('f', {
          Output: '{% $states.result.Payload.n * 2 %}',
          Assign: { n: '{% $states.result.Payload.n %}' },
          Next: 'Show',
        }),
        Show: { Type: 'Pass', Output: { input: '{% $states.input %}', n: '{% $n %}' }, ...end },
      },
      { functions: { f: () => ({ ok: true, payload: { n: 21 } }) } },
    );
    expect(outputOf(execution)).toEqual({ input: 42, n: 21 });
  });

  it('hands on a function that answers nothing as null', async () => {
    const execution = await run(
      { Call: task('f', { Output: '{% $states.result.Payload %}' }) },
      {
        functions: { f: () => ({ ok: true, payload: undefined }) },
      },
    );
    expect(outputOf(execution)).toBeNull();
  });

  it('fails if both its Output and its Assign do', async () => {
    const broken = {
      Output: '{% $error("output") %}',
      Assign: { x: '{% $map([1, 2, 3], function($n) { $error("assign") }) %}' },
    };
    expect((await run({ Call: task('f', broken) })).error).toBe('States.QueryEvaluationError');
  });

  it('does not call the function if its TimeoutSeconds is none', async () => {
    const flow = world({ Call: task('f', { TimeoutSeconds: '{% 0 %}' }) });
    const { arn } = start(flow);
    await flow.clock.advance(0);
    expect(flow.machines.execution(arn).error).toBe('States.QueryEvaluationError');
    expect(flow.functions.calls).toEqual([]);
  });

  it('fails with the name of the function error, and all of it as the cause', async () => {
    const execution = await run({ Call: task('f') }, { functions: { f: () => failure('OutOfStock', 'none left') } });
    expect(execution).toMatchObject({
      status: 'FAILED',
      error: 'OutOfStock',
      cause: JSON.stringify({ errorType: 'OutOfStock', errorMessage: 'none left', trace: [] }),
    });
  });

  it('passes the timeout of the function on by its own name', async () => {
    const execution = await run({ Call: task('f') }, { functions: { f: () => failure('Sandbox.Timedout') } });
    expect(execution.error).toBe('Sandbox.Timedout');
  });

  it.each([
    ['a number', 5],
    ['an expression', '{% $states.input.limit %}'],
  ])('ends with States.Timeout after its TimeoutSeconds, as %s', async (_name, TimeoutSeconds) => {
    const flow = world(
      { Call: task('f', { TimeoutSeconds }) },
      { functions: { f: () => new Promise(() => undefined) } },
    );
    const { arn } = start(flow, { limit: 5 });
    await flow.clock.advance(4999);
    expect(flow.machines.execution(arn).status).toBe('RUNNING');
    await flow.clock.advance(1);
    expect(flow.machines.execution(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });
});

describe('A Choice state', () => {
  const choice = {
    Pick: {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.n > 10 %}', Next: 'Large', Output: 'large', Assign: { size: 'L' } },
        { Condition: '{% $states.input.n > 5 %}', Next: 'Rest' },
      ],
      Default: 'Rest',
      Output: 'default',
    },
    Large: { Type: 'Pass', Output: '{% $states.input & $size %}', ...end },
    Rest: { Type: 'Succeed' },
  };

  it.each([
    ['the first rule that holds, with its Output and Assign', 11, 'largeL'],
    ['the next rule', 6, { n: 6 }],
    ['its Default, with its own Output', 1, 'default'],
  ])('goes by %s', async (_name, n, output) => {
    expect(outputOf(await run(choice, { input: { n } }))).toEqual(output);
  });

  it.each([
    ['no rule holds and there is no Default', '{% false %}', 'States.NoChoiceMatched'],
    ['a condition is no boolean', '{% 1 %}', 'States.QueryEvaluationError'],
    ['a condition is undefined', '{% $states.input.missing %}', 'States.QueryEvaluationError'],
  ])('fails if %s', async (_name, Condition, error) => {
    const states = { Pick: { Type: 'Choice', Choices: [{ Condition, Next: 'Done' }] }, Done: { Type: 'Succeed' } };
    expect(await run(states)).toMatchObject({ status: 'FAILED', error });
  });
});

describe('A Wait state', () => {
  it.each([
    ['Seconds', { Seconds: 10 }],
    ['an expression for Seconds', { Seconds: '{% $states.input.seconds %}' }],
    ['a Timestamp', { Timestamp: '2026-03-01T12:00:10Z' }],
    ['an expression for a Timestamp', { Timestamp: '{% $states.input.until %}' }],
  ])('waits for %s, then hands on its input', async (_name, fields) => {
    const input = { seconds: 10, until: '2026-03-01T12:00:10Z' };
    const flow = world({ Wait: { Type: 'Wait', ...fields, ...end } });
    const { arn } = start(flow, input);
    await flow.clock.advance(9999);
    expect(flow.machines.execution(arn).status).toBe('RUNNING');
    await flow.clock.advance(1);
    expect(outputOf(flow.machines.execution(arn))).toEqual(input);
  });

  it('fails for a time that is none', async () => {
    const execution = await run({ Wait: { Type: 'Wait', Timestamp: '{% "soon" %}', ...end } });
    expect(execution.error).toBe('States.QueryEvaluationError');
  });
});

describe('A Fail state', () => {
  it.each([
    [{}, undefined, undefined],
    [{ Error: 'NoMoney', Cause: '{% "only " & $states.input.n %}' }, 'NoMoney', 'only 3'],
  ])('with %j fails the execution with this error', async (fields, error, cause) => {
    const execution = await run({ Stop: { Type: 'Fail', ...fields } }, { input: { n: 3 } });
    expect(execution).toMatchObject({ status: 'FAILED', error, cause });
  });
});

describe('The data limit', () => {
  const large = 'x'.repeat(256 * 1024);
  const big = { functions: { f: () => ({ ok: true, payload: large }) as const } };

  it('of 256 KiB fails a state whose result is over it, whatever States.ALL says', async () => {
    const caught = task('f', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }], Next: 'Done' });
    const execution = await run({ Call: caught, Done: { Type: 'Succeed' } }, big);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  it('is counted in bytes of the output', async () => {
    const states = { Only: { Type: 'Pass', Output: '{% $pad("", 90000, "€") %}', ...end } };
    expect((await run(states)).error).toBe('States.DataLimitExceeded');
  });
});
