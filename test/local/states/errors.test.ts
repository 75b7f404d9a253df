import { describe, expect, it } from 'vitest';
import type { InvocationResult } from '../../../local/ports.ts';
import type { Retrier } from '../../../local/states/definition.ts';
import { retryFor } from '../../../local/states/retry.ts';
import { matchesError } from '../../../local/states/state-error.ts';
import { denying } from '../denying.ts';
import { type FakeFunction, failure, functionArn } from '../fake-functions.ts';
import { executionArn, outputOf, run, start, task, world } from './world.ts';

const done = { Type: 'Succeed' };

/** A function that answers these in turn, then succeeds. */
function answers(...results: readonly InvocationResult[]): FakeFunction {
  const left = [...results];
  return () => left.shift() ?? { ok: true, payload: { outcome: 'fine' } };
}

describe('ErrorEquals', () => {
  it.each([
    [['Custom'], 'Custom', true],
    [['Custom'], 'Other', false],
    [['States.ALL'], 'Custom', true],
    [['States.ALL'], 'States.Timeout', true],
    [['States.ALL'], 'States.QueryEvaluationError', true],
    [['States.ALL'], 'States.Runtime', false],
    [['States.ALL'], 'States.DataLimitExceeded', false],
    [['States.DataLimitExceeded'], 'States.DataLimitExceeded', true],
    [['States.Runtime'], 'States.Runtime', false],
    [['States.TaskFailed'], 'Custom', true],
    [['States.TaskFailed'], 'Sandbox.Timedout', true],
    [['States.TaskFailed'], 'States.Timeout', false],
    [['States.TaskFailed'], 'States.DataLimitExceeded', false],
    [['States.Timeout'], 'States.Timeout', true],
    [['States.Timeout'], 'Sandbox.Timedout', false],
  ])('%j against %s: %s', (errorEquals, error, matches) => {
    expect(matchesError(errorEquals, error)).toBe(matches);
  });
});

describe('A retrier', () => {
  const retrier: Retrier = {
    ErrorEquals: ['E'],
    IntervalSeconds: 2,
    MaxAttempts: 3,
    BackoffRate: 3,
    JitterStrategy: 'NONE',
  };
  const half = () => 0.5;

  it.each([
    ['its interval first', {}, [], 2000],
    ['grown by its rate', {}, [2], 18_000],
    ['up to its maximum', { MaxDelaySeconds: 5 }, [2], 5000],
    ['a random part of it with full jitter', { JitterStrategy: 'FULL' as const }, [1], 3000],
  ])('waits %s', (_name, more, used, delayMilliseconds) => {
    expect(retryFor([{ ...retrier, ...more }], 'E', used, half)).toEqual({ retrier: 0, delayMilliseconds });
  });

  it('is used up after its attempts, and no later retrier steps in', () => {
    expect(retryFor([retrier, { ...retrier, ErrorEquals: ['States.ALL'] }], 'E', [3], half)).toBeUndefined();
  });

  it('counts its own attempts only', () => {
    const retriers = [retrier, { ...retrier, ErrorEquals: ['States.ALL'] }];
    expect(retryFor(retriers, 'Other', [3], half)).toEqual({ retrier: 1, delayMilliseconds: 2000 });
  });
});

describe('A state machine whose role may not call a function', () => {
  const access = denying('lambda:InvokeFunction');

  it('fails, and says why in the words of Lambda', async () => {
    const execution = await run({ Call: task('f') }, { functions: { f: () => Promise.reject() }, access });
    expect(execution).toMatchObject({ status: 'FAILED', error: 'Lambda.AWSLambdaException' });
    expect(execution.cause).toContain('Error Code: AccessDeniedException');
    expect(access.asked).toEqual([`arn:aws:iam::000000000000:role/flow e1 lambda:InvokeFunction ${functionArn('f')}`]);
  });

  it('handles that as any failure of a task', async () => {
    const Catch = [{ ErrorEquals: ['States.TaskFailed'], Next: 'Done' }];
    const execution = await run({ Call: task('f', { Catch, Next: 'Done' }), Done: done }, { access });
    expect(execution).toMatchObject({ status: 'SUCCEEDED' });
  });
});

describe('Retry', () => {
  it('tries a Task again after its waits', async () => {
    const call = task('f', { Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 1, BackoffRate: 2 }] });
    const flow = world({ Call: call }, { functions: { f: answers(failure('E'), failure('E')) } });
    start(flow);
    await flow.clock.advance(2999);
    expect(flow.functions.calls).toHaveLength(2);
    await flow.clock.advance(1);
    expect(flow.functions.calls).toHaveLength(3);
    expect(flow.machines.execution(executionArn('e1')).status).toBe('SUCCEEDED');
    expect(flow.machines.counts()).toEqual({ executionsStarted: 1, statesEntered: 1, retries: 2 });
  });

  it('tells the state how often it was retried', async () => {
    const call = task('f', {
      Arguments: { FunctionName: 'f', Payload: '{% $states.context.State.RetryCount %}' },
      Retry: [{ ErrorEquals: ['States.ALL'] }],
    });
    const flow = world({ Call: call }, { functions: { f: answers(failure('A'), failure('B')) } });
    start(flow);
    await flow.clock.advance(10_000);
    expect(flow.functions.calls.map(({ payload }) => payload)).toEqual([0, 1, 2]);
  });

  it('starts afresh when the state is entered again', async () => {
    const call = task('f', {
      Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ['E'], Next: 'Again' }],
      Next: 'Done',
    });
    const again = { Type: 'Pass', Next: 'Call' };
    const flow = world(
      { Call: call, Again: again, Done: done },
      { functions: { f: answers(failure('E'), failure('E'), failure('E')) } },
    );
    start(flow);
    await flow.clock.advance(10_000);
    expect(flow.functions.calls).toHaveLength(4);
    expect(flow.machines.execution(executionArn('e1')).status).toBe('SUCCEEDED');
  });

  it('also repeats a Task whose Output fails', async () => {
    const call = task('f', {
      Output: '{% $states.result.Payload.outcome = "fine" ? "good" : $error("not yet") %}',
      Retry: [{ ErrorEquals: ['States.QueryEvaluationError'] }],
    });
    const execution = await run(
      { Call: call },
      { functions: { f: answers({ ok: true, payload: { outcome: 'open' } }) } },
    );
    expect(outputOf(execution)).toBe('good');
  });
});

describe('Catch', () => {
  it('goes on with the error as output and with what it assigns', async () => {
    const call = task('f', {
      Catch: [
        { ErrorEquals: ['Other'], Next: 'Done' },
        { ErrorEquals: ['E'], Next: 'Show', Assign: { name: '{% $states.errorOutput.Error %}' } },
      ],
      Next: 'Done',
    });
    const show = { Type: 'Pass', Output: { caught: '{% $states.input.Error %}', name: '{% $name %}' }, End: true };
    const execution = await run({ Call: call, Show: show, Done: done }, { functions: { f: answers(failure('E')) } });
    expect(outputOf(execution)).toEqual({ caught: 'E', name: 'E' });
  });

  it('takes its Output from the error and the input', async () => {
    const Output = '{% $merge([$states.input, {"cause": $parse($states.errorOutput.Cause).errorMessage}]) %}';
    const call = task('f', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done', Output }], Next: 'Done' });
    const execution = await run(
      { Call: call, Done: done },
      { functions: { f: answers(failure('E', 'why')) }, input: { id: 1 } },
    );
    expect(outputOf(execution)).toEqual({ id: 1, cause: 'why' });
  });

  it('handles a refusal that the Output of the Task raises, after a retrier that allows no attempt', async () => {
    const call = task('f', {
      Output:
        '{% $states.result.Payload.outcome = "authorized" ? $states.input : $error($states.result.Payload.outcome) %}',
      Retry: [{ ErrorEquals: ['States.QueryEvaluationError'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Undo', Output: '{% $states.errorOutput.Cause %}' }],
      Next: 'Done',
    });
    const flow = world(
      { Call: call, Undo: done, Done: done },
      { functions: { f: answers({ ok: true, payload: { outcome: 'declined' } }) } },
    );
    start(flow);
    await flow.clock.advance(0);
    const execution = flow.machines.execution(executionArn('e1'));
    expect(execution).toMatchObject({ status: 'SUCCEEDED', state: 'Undo' });
    expect(outputOf(execution)).toContain('declined');
    expect(flow.functions.calls).toHaveLength(1);
  });

  it('comes after the last retry', async () => {
    const call = task('f', {
      Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ['E'], Next: 'Done' }],
      Next: 'Done',
    });
    const flow = world({ Call: call, Done: done }, { functions: { f: () => failure('E') } });
    start(flow);
    await flow.clock.advance(5000);
    expect(flow.functions.calls).toHaveLength(2);
    expect(flow.machines.history(executionArn('e1')).map(({ type, state }) => `${type} ${state}`)).toEqual([
      'StateEntered Call',
      'RetryScheduled Call',
      'ErrorCaught Call',
      'StateEntered Done',
      'ExecutionSucceeded Done',
    ]);
  });

  it('that fails itself fails the execution', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Done', Output: '{% $states.input.missing %}' }];
    const execution = await run(
      { Call: task('f', { Catch, Next: 'Done' }), Done: done },
      { functions: { f: () => failure('E') } },
    );
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
  });
});
