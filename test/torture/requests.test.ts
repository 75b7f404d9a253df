import { describe, expect, test } from 'vitest';
import type { Answer } from '../support/http.ts';
import { Requests } from './requests.ts';
import { Tally } from './tally.ts';

function answer(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: new Headers(headers), text: JSON.stringify(body), body };
}

const accepted = answer(202, {});
const failed = answer(500, { message: 'Internal Server Error' });
const problem = { 'content-type': 'application/problem+json' };

/** Answers one after the other; an error is thrown. */
function sender(...answers: readonly (Answer | Error)[]): () => Promise<Answer> {
  const next = answers.values();
  return async () => {
    const { value } = next.next();
    if (value === undefined || value instanceof Error) throw value ?? new Error('It was asked once too often');
    return value;
  };
}

function requests({ isRough = false, problems = '' } = {}) {
  const tally = new Tally();
  const weather = { up: async () => undefined, now: () => 0, wasRoughSince: () => isRough };
  return { tally, requests: new Requests(() => problems, weather, tally) };
}

const cutOff = new TypeError('fetch failed');

describe('a request in rough weather', () => {
  test.for<[string, Answer | Error]>([
    ['a 5xx', failed],
    ['a broken connection', cutOff],
    ['a busy service', answer(503, {}, { ...problem, 'retry-after': '1' })],
  ])('is sent again after %s', async ([, first]) => {
    const rough = requests({ isRough: true });
    expect(await rough.requests.insist('it', [202], sender(first, accepted))).toBe(accepted);
    expect(rough.tally.repeats).toBe(1);
  });

  test.for<[string, Answer]>([
    ['what the step does not allow', answer(409, {})],
    ['a busy service that does not say when to come again', answer(503, {}, problem)],
  ])('is not to be answered with %s', async ([, first]) => {
    const { requests: rough } = requests({ isRough: true });
    await expect(rough.insist('it', [202], sender(first, accepted))).rejects.toThrow(`it was answered ${first.status}`);
  });
});

describe('a request in quiet weather', () => {
  test.for<[string, Answer | Error]>([
    ['a 5xx', failed],
    ['a broken connection', cutOff],
  ])('is not to be answered with %s', async ([, first]) => {
    const { requests: quiet } = requests({ problems: 'Sandbox.Timedout: Task timed out (injected fault)' });
    await expect(quiet.insist('it', [202], sender(first, accepted))).rejects.toThrow('it was');
  });

  test('is sent again when a function ran out of its time by itself, which is counted', async () => {
    const slow = requests({ problems: 'POST /orders failed: Sandbox.Timedout: Task timed out after 10.00 seconds' });
    expect(await slow.requests.insist('it', [202], sender(failed, accepted))).toBe(accepted);
    expect(slow.tally.starved).toBe(1);
  });
});
