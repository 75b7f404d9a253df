import { describe, expect, it } from 'vitest';
import { Journal } from '../../../local/journal/journal.ts';
import type { Interceptor } from '../../../local/ports.ts';
import { failure, openFunction } from '../fake-functions.ts';
import { executionArn, machineArn, outputOf, start, task, world } from './world.ts';

const done = { Type: 'Succeed' };

describe('StartExecution', () => {
  it('gives the same answer to the same name and input while the execution runs', async () => {
    const open = openFunction();
    const flow = world({ Call: task('f') }, { functions: { f: open.call } });
    const first = start(flow, { a: 1 });
    await flow.clock.advance(1000);
    expect(start(flow, { a: 1 })).toMatchObject({ arn: first.arn, startedAt: first.startedAt });
    await flow.clock.advance(1000);
    expect(flow.functions.calls).toHaveLength(1);
  });

  it.each([
    ['another input while it runs', { a: 2 }, false],
    ['the same input after it has ended', { a: 1 }, true],
  ])('refuses a known name with %s', async (_name, input, ended) => {
    const open = openFunction();
    const flow = world({ Call: task('f') }, { functions: { f: open.call } });
    start(flow, { a: 1 });
    await flow.clock.advance(0);
    if (ended) open.answer({ ok: true, payload: null });
    await flow.clock.advance(0);
    expect(() => start(flow, input)).toThrow(expect.objectContaining({ code: 'ExecutionAlreadyExists' }));
  });

  it.each([
    ['InvalidName', { name: 'a b' }],
    ['InvalidName', { name: 'a:b' }],
    ['InvalidName', { name: 'x'.repeat(81) }],
    ['InvalidExecutionInput', { input: '{' }],
    ['InvalidExecutionInput', { input: JSON.stringify('x'.repeat(256 * 1024)) }],
    ['StateMachineDoesNotExist', { stateMachineArn: `${machineArn}2` }],
    ['ValidationException', { colour: 'red' }],
  ])('refuses with %s the request %j', (code, more) => {
    const flow = world({ Done: done });
    const request = { stateMachineArn: machineArn, name: 'e', input: '{}', ...more };
    expect(() => flow.machines.startExecution(request)).toThrow(expect.objectContaining({ code }));
  });

  it('names an execution itself, and takes {} for its input, if none is given', async () => {
    const flow = world({ Done: done });
    const { arn } = flow.machines.startExecution({ stateMachineArn: machineArn });
    await flow.clock.advance(0);
    expect(outputOf(flow.machines.execution(arn))).toEqual({});
  });
});

describe('The time limit of a state machine', () => {
  it('ends an execution as TIMED_OUT, past every Catch', async () => {
    const open = openFunction();
    const call = task('f', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }], Next: 'Done' });
    const flow = world({ Call: call, Done: done }, { functions: { f: open.call }, timeoutSeconds: 60 });
    start(flow);
    await flow.clock.advance(59_999);
    expect(flow.machines.execution(executionArn('e1')).status).toBe('RUNNING');
    await flow.clock.advance(1);
    expect(flow.machines.execution(executionArn('e1'))).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
    open.answer({ ok: true, payload: null });
    await flow.clock.advance(60_000);
    expect(flow.machines.execution(executionArn('e1')).status).toBe('TIMED_OUT');
  });

  it('also ends the wait for a retry', async () => {
    const call = task('f', { Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 600 }] });
    const flow = world({ Call: call }, { functions: { f: () => failure('E') }, timeoutSeconds: 60 });
    start(flow);
    await flow.clock.advance(3_600_000);
    expect(flow.machines.execution(executionArn('e1')).status).toBe('TIMED_OUT');
    expect(flow.functions.calls).toHaveLength(1);
  });
});

describe('StopExecution', () => {
  it('ends a running execution as ABORTED, and leaves an ended one as it is', async () => {
    const flow = world({ Wait: { Type: 'Wait', Seconds: 60, Next: 'Done' }, Done: done });
    const { arn } = start(flow);
    flow.machines.stopExecution(arn, 'Stopped', 'by hand');
    await flow.clock.advance(60_000);
    expect(flow.machines.execution(arn)).toMatchObject({ status: 'ABORTED', error: 'Stopped', cause: 'by hand' });
    expect(flow.machines.stopExecution(arn).error).toBe('Stopped');
  });
});

describe('RedriveExecution', () => {
  it('goes on from the failed state with its input, its variables and fresh retries', async () => {
    const healthy = { now: false };
    const f = () => (healthy.now ? ({ ok: true, payload: 'fine' } as const) : failure('E'));
    const call = task('f', { Retry: [{ ErrorEquals: ['E'], MaxAttempts: 1 }], Output: '{% $x %}' });
    const flow = world(
      { First: { Type: 'Pass', Assign: { x: 5 }, Output: 'input', Next: 'Call' }, Call: call },
      { functions: { f }, timeoutSeconds: 60 },
    );
    const { arn } = start(flow);
    await flow.clock.advance(120_000);
    expect(flow.machines.execution(arn)).toMatchObject({ status: 'FAILED', error: 'E' });

    healthy.now = true;
    const redriven = flow.machines.redriveExecution(arn);
    expect(redriven).toMatchObject({ status: 'RUNNING', state: 'Call', redriveCount: 1, retries: [] });
    await flow.clock.advance(0);
    const execution = flow.machines.execution(arn);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', error: undefined, cause: undefined });
    expect(outputOf(execution)).toBe(5);
    expect(flow.functions.calls.map(({ payload }) => payload)).toEqual(['input', 'input', 'input']);
    expect(flow.events.map(({ detail }) => detail.status)).toEqual(['RUNNING', 'FAILED', 'RUNNING', 'SUCCEEDED']);
  });

  it('is refused for an execution that runs or has succeeded', async () => {
    const flow = world({ Wait: { Type: 'Wait', Seconds: 1, Next: 'Done' }, Done: done });
    const { arn } = start(flow);
    const redrive = () => flow.machines.redriveExecution(arn);
    expect(redrive).toThrow(expect.objectContaining({ code: 'ExecutionNotRedrivable' }));
    await flow.clock.advance(1000);
    expect(redrive).toThrow(expect.objectContaining({ code: 'ExecutionNotRedrivable' }));
  });
});

describe('A status change', () => {
  it('is told to the default bus in the transaction that writes it', async () => {
    const journal = new Journal(':memory:');
    const flow = world({ Call: task('f') }, { journal, functions: { f: () => failure('E', 'why') } });
    const { arn } = start(flow, { a: 1 });
    await flow.clock.advance(0);
    expect(flow.events).toHaveLength(2);
    expect(flow.events[1]).toEqual({
      source: 'aws.states',
      detailType: 'Step Functions Execution Status Change',
      resources: [arn],
      timeMilliseconds: flow.clock.now(),
      detail: {
        executionArn: arn,
        stateMachineArn: machineArn,
        name: 'e1',
        status: 'FAILED',
        startDate: flow.clock.now(),
        stopDate: flow.clock.now(),
        input: '{"a":1}',
        output: null,
        inputDetails: { included: true },
        outputDetails: null,
        stateMachineVersionArn: null,
        stateMachineAliasArn: null,
        redriveCount: 0,
        redriveDate: null,
        redriveStatus: 'REDRIVABLE',
        redriveStatusReason: null,
        error: 'E',
        cause: '{"errorType":"E","errorMessage":"why","trace":[]}',
      },
    });
  });
});

describe('What is pending', () => {
  it('are the running executions by their state', async () => {
    const flow = world({ Wait: { Type: 'Wait', Seconds: 5, Next: 'Done' }, Done: done });
    start(flow, {}, 'e1');
    start(flow, {}, 'e2');
    await flow.clock.advance(0);
    expect(flow.machines.pending()).toEqual(['state machine flow: 2 executions in Wait']);
    await flow.clock.advance(5000);
    expect(flow.machines.pending()).toEqual([]);
  });
});

describe('A transition that the interceptor', () => {
  it('delays happens later', async () => {
    const gate = Promise.withResolvers<void>();
    const interceptor: Interceptor = { intercept: (_point, act) => gate.promise.then(act) };
    const flow = world({ First: { Type: 'Pass', Next: 'Done' }, Done: done }, { interceptor });
    start(flow);
    await flow.clock.advance(0);
    expect(flow.machines.execution(executionArn('e1'))).toMatchObject({ status: 'RUNNING', state: 'First' });
    gate.resolve();
    await flow.clock.advance(0);
    expect(flow.machines.execution(executionArn('e1')).status).toBe('SUCCEEDED');
  });

  it('refuses fails the execution as States.Runtime', async () => {
    const interceptor: Interceptor = { intercept: () => Promise.reject(new Error('outage')) };
    const flow = world({ First: { Type: 'Pass', Next: 'Done' }, Done: done }, { interceptor });
    start(flow);
    await flow.clock.advance(0);
    expect(flow.machines.execution(executionArn('e1'))).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(flow.reports).toEqual([expect.stringContaining('outage')]);
  });
});
