import { describe, expect, it } from 'vitest';
import { failure } from '../fake-functions.ts';
import { temporaryJournal } from '../temporary-journal.ts';
import { executionArn, outputOf, start, task, world } from './world.ts';

const done = { Type: 'Succeed' };
const never = () => new Promise<never>(() => undefined);

describe('After a kill', () => {
  it('a Task that was running is run again, with its input and the variables', async () => {
    const states = {
      First: { Type: 'Pass', Assign: { x: 1 }, Output: 'input', Next: 'Call' },
      Call: task('f', { Output: '{% [$states.result.Payload, $x] %}' }),
    };
    const file = temporaryJournal();
    const before = world(states, { journal: file.journal, functions: { f: never } });
    start(before);
    await before.clock.advance(0);
    expect(before.functions.calls).toHaveLength(1);

    const after = world(states, { journal: file.reopen(), clock: before.clock.afterKill() });
    await after.clock.advance(0);
    expect(after.functions.calls.map(({ payload }) => payload)).toEqual(['input']);
    expect(outputOf(after.machines.execution(executionArn('e1')))).toEqual(['input', 1]);
  });

  it('a retry keeps the rest of its delay and the count of its attempts', async () => {
    const states = {
      Call: task('f', { Retry: [{ ErrorEquals: ['E'], IntervalSeconds: 10, MaxAttempts: 2, BackoffRate: 1 }] }),
    };
    const functions = { f: () => failure('E') };
    const file = temporaryJournal();
    const before = world(states, { journal: file.journal, functions });
    start(before);
    await before.clock.advance(4000);

    const after = world(states, { journal: file.reopen(), clock: before.clock.afterKill(), functions });
    await after.clock.advance(5999);
    expect(after.functions.calls).toHaveLength(0);
    await after.clock.advance(1);
    expect(after.functions.calls).toHaveLength(1);
    await after.clock.advance(10_000);
    expect(after.functions.calls).toHaveLength(2);
    expect(after.machines.execution(executionArn('e1')).status).toBe('FAILED');
  });

  it('a wait ends when it would have ended', async () => {
    const states = { Wait: { Type: 'Wait', Seconds: 10, Next: 'Done' }, Done: done };
    const file = temporaryJournal();
    const before = world(states, { journal: file.journal });
    start(before);
    await before.clock.advance(4000);

    const after = world(states, { journal: file.reopen(), clock: before.clock.afterKill() });
    await after.clock.advance(5999);
    expect(after.machines.execution(executionArn('e1')).status).toBe('RUNNING');
    await after.clock.advance(1);
    expect(after.machines.execution(executionArn('e1')).status).toBe('SUCCEEDED');
  });

  it('the time limit of the state machine still counts from the start', async () => {
    const states = { Call: task('f') };
    const options = { functions: { f: never }, timeoutSeconds: 60 };
    const file = temporaryJournal();
    const before = world(states, { ...options, journal: file.journal });
    start(before);
    await before.clock.advance(40_000);

    const after = world(states, { ...options, journal: file.reopen(), clock: before.clock.afterKill() });
    await after.clock.advance(19_999);
    expect(after.machines.execution(executionArn('e1')).status).toBe('RUNNING');
    await after.clock.advance(1);
    expect(after.machines.execution(executionArn('e1')).status).toBe('TIMED_OUT');
  });

  it('names stay taken, and what has ended stays ended', async () => {
    const file = temporaryJournal();
    const before = world({ Done: done }, { journal: file.journal });
    start(before);
    await before.clock.advance(0);

    const after = world({ Done: done }, { journal: file.reopen(), clock: before.clock.afterKill() });
    await after.clock.advance(0);
    expect(after.events).toEqual([]);
    expect(() => start(after)).toThrow(expect.objectContaining({ code: 'ExecutionAlreadyExists' }));
  });

  it('an execution goes on by the definition that it was started with, and new ones by the new', async () => {
    const file = temporaryJournal();
    const old = { Call: task('f', { End: undefined, Next: 'Finish' }), Finish: { Type: 'Succeed', Output: 'old' } };
    const before = world(old, { journal: file.journal, functions: { f: never } });
    start(before);
    await before.clock.advance(0);

    const states = { Done: { Type: 'Succeed', Output: 'new' } };
    const after = world(states, { journal: file.reopen(), clock: before.clock.afterKill() });
    start(after, {}, 'e2');
    await after.clock.advance(0);
    expect(outputOf(after.machines.execution(executionArn('e1')))).toBe('old');
    expect(outputOf(after.machines.execution(executionArn('e2')))).toBe('new');
  });

  it('a redrive is by the definition that the execution was started with', async () => {
    const file = temporaryJournal();
    const functions = { f: () => failure('E') };
    const before = world({ Call: task('f', { Output: 'old' }) }, { journal: file.journal, functions });
    start(before);
    await before.clock.advance(0);
    expect(before.machines.execution(executionArn('e1')).status).toBe('FAILED');

    const after = world({ Done: done }, { journal: file.reopen(), clock: before.clock.afterKill() });
    after.machines.redriveExecution(executionArn('e1'));
    await after.clock.advance(0);
    expect(outputOf(after.machines.execution(executionArn('e1')))).toBe('old');
  });

  it('a stopped runtime writes nothing any more', async () => {
    const states = { Wait: { Type: 'Wait', Seconds: 10, Next: 'Done' }, Done: done };
    const flow = world(states);
    start(flow);
    await flow.clock.advance(0);
    await flow.machines.stop();
    expect(flow.clock.timers()).toBe(0);
    await flow.clock.advance(10_000);
    expect(flow.machines.execution(executionArn('e1')).status).toBe('RUNNING');
  });
});
