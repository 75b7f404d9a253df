import { describe, expect, it } from 'vitest';
import { Faults } from '../../../local/faults/faults.ts';
import { StatesApi } from '../../../local/states/states-api.ts';
import { failure, functionArn, openFunction } from '../fake-functions.ts';
import { temporaryJournal } from '../temporary-journal.ts';
import { executionArn, machineArn, start, task, type WorldOptions, world } from './world.ts';

const done = { Type: 'Succeed' };
const never = () => new Promise<never>(() => undefined);
const twoCalls = { First: task('f', { End: undefined, Next: 'Second' }), Second: task('g') };

function express(states: Readonly<Record<string, object>>, options: WorldOptions = {}) {
  return world(states, { ...options, type: 'EXPRESS' });
}

/** Repeats and loses executions by a rule at transitions. */
function faults(rule: object): Faults {
  const injected = new Faults({ subjectOf: (text) => text, crash: async () => undefined });
  injected.set({ seed: 1, rules: [{ at: 'transition', fault: 'duplicate', ...rule }] });
  return injected;
}

const called = (flow: ReturnType<typeof world>) =>
  flow.functions.calls.map((call) => call.functionArn.split(':').at(-1));

describe('An Express execution', () => {
  it('runs as a Standard one does, and tells nobody of it', async () => {
    const flow = express(twoCalls);
    start(flow, { a: 1 });
    await flow.clock.advance(0);
    expect(called(flow)).toEqual(['f', 'g']);
    expect(flow.events).toEqual([]);
    expect(flow.machines.pending()).toEqual([]);
  });

  it('has an ARN of its own, whatever its name: the same start is another execution', async () => {
    const flow = express({ Call: task('f') }, { functions: { f: openFunction().call } });
    const arns = [start(flow, { a: 1 }).arn, start(flow, { a: 1 }).arn];
    await flow.clock.advance(0);
    expect(new Set(arns).size).toBe(2);
    for (const arn of arns) expect(arn).toMatch(/^arn:aws:states:[\w-]+:\d+:express:flow:e1:[0-9a-f-]{36}$/);
    expect(called(flow)).toEqual(['f', 'f']);
    expect(flow.machines.pending()).toEqual(['state machine flow: 2 executions in Call']);
  });

  it.each([
    ['five minutes, where its machine has no limit', undefined, 300],
    ['five minutes, where its machine would have more', 3_600, 300],
    ['the limit of its machine, where that is less', 60, 60],
  ])('ends after %s', async (_name, timeoutSeconds, seconds) => {
    const flow = express({ Call: task('f') }, { functions: { f: never }, ...(timeoutSeconds && { timeoutSeconds }) });
    start(flow);
    await flow.clock.advance(1_000 * seconds - 1);
    expect(flow.machines.pending()).toHaveLength(1);
    await flow.clock.advance(1);
    expect(flow.machines.pending()).toEqual([]);
    expect(flow.reports).toEqual([
      expect.stringMatching(/:express:flow:e1:.* ended TIMED_OUT in Call: States.Timeout$/),
    ]);
    expect(flow.events).toEqual([]);
  });

  it('leaves a line of the log when it fails, and no event', async () => {
    const flow = express({ Call: task('f') }, { functions: { f: () => failure('E') } });
    start(flow);
    await flow.clock.advance(0);
    expect(flow.reports).toEqual([expect.stringContaining('ended FAILED in Call: E')]);
    expect(flow.events).toEqual([]);
  });

  it('is billed by the start and by the time, in steps of 100 ms', async () => {
    const flow = express({ Wait: { Type: 'Wait', Seconds: 1, Next: 'Call' }, Call: task('f') });
    start(flow);
    await flow.clock.advance(1_000);
    expect(flow.machines.expressCounts()).toEqual({ requests: 1, billedMilliseconds: 1_000 });
    expect(flow.machines.counts()).toEqual({ executionsStarted: 0, statesEntered: 0, retries: 0 });
  });
});

describe('The API of Step Functions, asked for Express executions', () => {
  it.each([
    ['DescribeExecution', 'InvalidArn'],
    ['StopExecution', 'InvalidArn'],
    ['RedriveExecution', 'InvalidArn'],
  ])('refuses %s as %s', async (operation, code) => {
    const flow = express({ Call: task('f') }, { functions: { f: never } });
    const { arn } = start(flow);
    await expect(new StatesApi(flow.machines).call(operation, { executionArn: arn })).rejects.toMatchObject({ code });
  });

  it('has no list of them', async () => {
    const states = new StatesApi(express({ Done: done }).machines);
    const listing = states.call('ListExecutions', { stateMachineArn: machineArn });
    await expect(listing).rejects.toMatchObject({ code: 'StateMachineTypeNotSupported' });
  });
});

describe('At least once', () => {
  it('a duplicate at a transition runs the whole execution once more, and a repetition is not repeated', async () => {
    const flow = express(twoCalls, { interceptor: faults({ operation: 'Second' }) });
    start(flow);
    await flow.clock.advance(0);
    expect(called(flow).sort()).toEqual(['f', 'f', 'g', 'g']);
    expect(flow.machines.pending()).toEqual([]);
  });

  it('a Standard execution runs once, whatever the faults', async () => {
    const flow = world(twoCalls, { interceptor: faults({}) });
    start(flow);
    await flow.clock.advance(0);
    expect(called(flow)).toEqual(['f', 'g']);
    expect(flow.machines.execution(executionArn('e1')).status).toBe('SUCCEEDED');
  });

  it('after a kill it runs again from its first state, within its old time limit', async () => {
    const file = temporaryJournal();
    const before = express(twoCalls, { journal: file.journal, functions: { g: never } });
    start(before, { a: 1 });
    await before.clock.advance(200_000);
    expect(called(before)).toEqual(['f', 'g']);

    const after = express(twoCalls, {
      journal: file.reopen(),
      clock: before.clock.afterKill(),
      functions: { g: never },
    });
    await after.clock.advance(99_999);
    expect(after.functions.calls).toMatchObject([
      { functionArn: functionArn('f'), payload: { a: 1 } },
      { functionArn: functionArn('g'), payload: expect.anything() },
    ]);
    expect(after.machines.pending()).toEqual(['state machine flow: 1 executions in Second']);
    await after.clock.advance(1);
    expect(after.machines.pending()).toEqual([]);
  });

  it('one that has ended is not run again', async () => {
    const file = temporaryJournal();
    const before = express({ Call: task('f') }, { journal: file.journal });
    start(before);
    await before.clock.advance(0);
    const after = express({ Call: task('f') }, { journal: file.reopen(), clock: before.clock.afterKill() });
    await after.clock.advance(0);
    expect(called(after)).toEqual([]);
  });

  it('one that dies amid a transition is lost', async () => {
    const flow = express(twoCalls, { interceptor: faults({ fault: 'crash_before', operation: 'Second' }) });
    start(flow);
    await flow.clock.advance(0);
    expect(called(flow)).toEqual(['f']);
    expect(flow.machines.pending()).toEqual([]);
    expect(flow.reports.at(-1)).toMatch(/ended FAILED in First: States.Runtime/);
  });
});

describe('A machine that is replaced by one of the other type', () => {
  it.each([
    ['STANDARD', 'EXPRESS'],
    ['EXPRESS', 'STANDARD'],
  ] as const)('from %s to %s ends what ran on it, for good', async (type, next) => {
    const file = temporaryJournal();
    const states = { Call: task('f') };
    const before = world(states, { journal: file.journal, functions: { f: never }, type });
    start(before);
    await before.clock.advance(0);
    const after = world(states, { journal: file.reopen(), clock: before.clock.afterKill(), type: next });
    await after.clock.advance(0);
    expect(called(after)).toEqual([]);
    expect(after.machines.pending()).toEqual([]);

    const again = world(states, { journal: file.reopen(), clock: after.clock.afterKill(), type });
    await again.clock.advance(0);
    expect(called(again)).toEqual([]);
  });
});
