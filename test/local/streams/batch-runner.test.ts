import { describe, expect, it } from 'vitest';
import { type FakeFunction, failure } from '../fake-functions.ts';
import { batchWorld, numbersIn, record } from './stream-world.ts';

const succeed: FakeFunction = () => ({ ok: true, payload: null });
const reject = (...numbers: string[]): ReturnType<FakeFunction> => ({
  ok: true,
  payload: { batchItemFailures: numbers.map((itemIdentifier) => ({ itemIdentifier })) },
});
/** Fails with a whole batch as long as it holds this record. */
const poisonedBy =
  (number: string): FakeFunction =>
  (payload) =>
    numbersIn(payload).includes(number) ? failure('Poison') : { ok: true, payload: null };

const four = ['1', '2', '3', '4'].map((number) => record(number));

describe('A batch of a stream', () => {
  it('is handled by a success', async () => {
    const { run, told } = batchWorld(succeed);
    await run(four);
    expect(told).toEqual(['handled 1,2,3,4']);
  });

  it('is retried from the lowest failed record on', async () => {
    let calls = 0;
    const { run, clock, told, batches } = batchWorld(() => (calls++ === 0 ? reject('4', '3') : reject()));
    const ended = run(four);
    await clock.advance(100);
    await ended;
    expect(batches()).toEqual(['1,2,3,4', '3,4']);
    expect(told).toEqual(['handled 1,2', 'handled 3,4']);
  });

  it.each([
    ['names no record of it', { batchItemFailures: [{ itemIdentifier: '9' }] }],
    ['names nothing', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['is no list', { batchItemFailures: 'all' }],
  ])('fails as a whole if the answer %s', async (_what, payload) => {
    const { run, told } = batchWorld(() => ({ ok: true, payload }), { MaximumRetryAttempts: 0 });
    await run(four);
    expect(told).toEqual(['RetryAttemptsExhausted 1,2,3,4 after 1']);
  });

  it('succeeds whatever is answered, without ReportBatchItemFailures', async () => {
    const { run, told } = batchWorld(() => reject('1'), { FunctionResponseTypes: [] });
    await run(four);
    expect(told).toEqual(['handled 1,2,3,4']);
  });

  it('is given up after the retries, with pauses that double', async () => {
    const { run, clock, told, batches } = batchWorld(() => failure('Broken'), { MaximumRetryAttempts: 2 });
    const ended = run(four);
    await clock.advance(99);
    expect(batches()).toHaveLength(1);
    await clock.advance(1);
    expect(batches()).toHaveLength(2);
    await clock.advance(200);
    await ended;
    expect(batches()).toHaveLength(3);
    expect(told).toEqual(['RetryAttemptsExhausted 1,2,3,4 after 3']);
  });

  it('is split until the poisonous record is alone, without spending retries on it', async () => {
    const properties = { BisectBatchOnFunctionError: true, MaximumRetryAttempts: 1 };
    const { run, clock, told, batches } = batchWorld(poisonedBy('3'), properties);
    const ended = run(four);
    await clock.advance(100);
    await ended;
    expect(batches()).toEqual(['1,2,3,4', '1,2', '3,4', '3', '3', '4']);
    expect(told).toEqual(['handled 1,2', 'RetryAttemptsExhausted 3 after 2', 'handled 4']);
  });

  it('loses the records that are too old', async () => {
    const { run, clock, told } = batchWorld(succeed, { MaximumRecordAgeInSeconds: 60 });
    await clock.advance(100_000);
    await run([record('1', 39), record('2', 41)]);
    expect(told).toEqual(['RecordAgeExceeded 1 after 0', 'handled 2']);
  });

  it('tells nothing more once the runner is stopped', async () => {
    const { run, runner, told } = batchWorld(() => failure('Broken'));
    const ended = run(four);
    runner.stop();
    await ended;
    expect(told).toEqual([]);
  });
});
