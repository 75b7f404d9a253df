import validate from 'asl-validator';
import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import { functionDeclarations } from '../../lib/declarations.ts';
import { type SagaTask, sagaDefinition, sagaFunctions, type TaskState } from '../../lib/saga-definition.ts';

const standard = { sagaTimeoutSeconds: 240, orchestration: 'standard' } as const;
const { States, StartAt } = sagaDefinition(standard);

function taskState(name: SagaTask, states = States): TaskState {
  const state = states[name];
  if (state?.Type !== 'Task') throw new Error(`${name} is no task`);
  return state;
}

const tasks = Object.keys(sagaFunctions).filter((name): name is SagaTask => name in sagaFunctions);

/** The states that an execution passes when nothing goes wrong. */
function happyPath(): string[] {
  const path = [StartAt];
  for (;;) {
    const state = States[path.at(-1) ?? ''];
    if (state === undefined || !('Next' in state)) return path;
    path.push(state.Next);
  }
}

/** Evaluates the output of a task for what its function answered; a raised outcome is thrown. */
async function outputOf(name: SagaTask, outcome: string): Promise<unknown> {
  const { Output } = taskState(name);
  const input = { orderId: 'o', authorizeBy: 1 };
  const evaluate = (expression: string): Promise<unknown> =>
    jsonata(expression.replace(/^\{%|%\}$/g, '')).evaluate({}, { states: { input, result: { Payload: { outcome } } } });
  if (typeof Output === 'string') return evaluate(Output);
  const entries = Object.entries(Output).map(async ([key, value]) => [key, await evaluate(value)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

test.each([5, 240, 86_400])('with a time limit of %i s it is valid in the Amazon States Language', (seconds) => {
  const definition: object = JSON.parse(JSON.stringify(sagaDefinition({ ...standard, sagaTimeoutSeconds: seconds })));
  const { isValid, errorsText } = validate(definition, { checkArn: false });
  expect(isValid, isValid ? '' : errorsText()).toBe(true);
});

test('the happy path has three states, each of which does something', () => {
  expect(happyPath()).toEqual(['AuthorizePayment', 'CommitOrder', 'CapturePayment']);
});

describe('a returned outcome decides', () => {
  const passed = { orderId: 'o', authorizeBy: 1 };
  test.each([
    ['AuthorizePayment', 'authorized'],
    ['CommitOrder', 'committed'],
    ['CapturePayment', 'captured'],
    ['CapturePayment', 'not_paid'],
    ['SettlePayment', 'settled'],
    ['ReleaseStock', 'released'],
  ] as const)('%s goes on after %s', async (name, outcome) => {
    expect(await outputOf(name, outcome)).toEqual(passed);
  });

  test.each([
    ['AuthorizePayment', 'declined', 'CloseReservation'],
    ['AuthorizePayment', 'too_late', 'CloseReservation'],
    ['AuthorizePayment', 'expired', 'CloseReservation'],
    ['CommitOrder', 'cancel_requested', 'CloseReservation'],
    ['CommitOrder', 'closed', 'CloseReservation'],
    ['CapturePayment', 'refused', 'CancelUncapturedOrder'],
  ] as const)('%s compensates %s by %s', async (name, outcome, next) => {
    await expect(outputOf(name, outcome)).rejects.toMatchObject({ message: outcome });
    const caught = taskState(name).Catch?.[0];
    expect(caught?.Next).toBe(next);
    expect(['States.ALL', 'States.QueryEvaluationError']).toContain(caught?.ErrorEquals[0]);
  });

  test.each([
    ['paid', 'CapturePayment'],
    ['closed', 'SettlePayment'],
    ['released', 'SettlePayment'],
    ['cancelled', 'SettlePayment'],
  ])('a closing that answers %s leads to %s', async (outcome, next) => {
    const routing = States.RouteClosing;
    if (routing?.Type !== 'Choice') throw new Error('RouteClosing is no choice');
    const input = await outputOf('CloseReservation', outcome);
    const [choice] = routing.Choices;
    const condition = jsonata(choice?.Condition.replace(/^\{%|%\}$/g, '') ?? 'false');
    const isChosen = await condition.evaluate({}, { states: { input } });
    expect(isChosen ? choice?.Next : routing.Default).toBe(next);
  });
});

describe('failures', () => {
  test.each(tasks)('%s repeats every failure, but never a refusal', (name) => {
    const [refusals, others, ...rest] = taskState(name).Retry;
    expect(refusals).toEqual({ ErrorEquals: ['States.QueryEvaluationError'], MaxAttempts: 0 });
    expect(others).toMatchObject({ ErrorEquals: ['States.ALL'], JitterStrategy: 'FULL' });
    expect(rest).toEqual([]);
  });

  test.each(tasks)('%s waits for its function until that has timed out', (name) => {
    const { timeoutSeconds } = functionDeclarations[sagaFunctions[name]];
    expect(taskState(name).TimeoutSeconds).toBeGreaterThan(timeoutSeconds);
  });

  test('an unanswered capture is never undone: only a refusal is caught', () => {
    expect(taskState('CapturePayment').Catch?.flatMap(({ ErrorEquals }) => ErrorEquals)).toEqual([
      'States.QueryEvaluationError',
    ]);
  });

  test.each(['CloseReservation', 'SettlePayment', 'ReleaseStock', 'CancelUncapturedOrder'] as const)(
    '%s has nothing to fall back on, and is repeated until the execution ends',
    (name) => {
      expect(taskState(name).Catch).toBeUndefined();
      expect(waitedSeconds(taskState(name))).toBeGreaterThanOrEqual(sagaDefinition(standard).TimeoutSeconds);
    },
  );

  /** The longest time that the pauses of a state can take together. */
  function waitedSeconds(state: TaskState): number {
    const { MaxAttempts = 0, MaxDelaySeconds = 0 } = state.Retry[1] ?? {};
    return MaxAttempts * MaxDelaySeconds;
  }

  test.each([5, 60, 240, 3_600, 86_400])(
    'with a time limit of %i s the backstop is later, and history suffices',
    (seconds) => {
      const definition = sagaDefinition({ ...standard, sagaTimeoutSeconds: seconds });
      expect(definition.TimeoutSeconds).toBeGreaterThan(seconds);
      const attempts = tasks.map((name) => taskState(name, definition.States).Retry[1]?.MaxAttempts ?? 0);
      const events = 5 * attempts.reduce((sum, attempt) => sum + attempt, 0);
      expect(events).toBeLessThan(25_000);
    },
  );

  test.each([5, 60, 240])('with a time limit of %i s a pause is short against it', (seconds) => {
    for (const name of tasks) {
      const pause = taskState(name, sagaDefinition({ ...standard, sagaTimeoutSeconds: seconds }).States).Retry[1]
        ?.MaxDelaySeconds;
      expect(pause).toBeLessThanOrEqual(Math.max(2, seconds / 10));
    }
  });
});

describe('on Express', () => {
  const express = (sagaTimeoutSeconds: number) => sagaDefinition({ sagaTimeoutSeconds, orchestration: 'express' });

  test('it is the same saga, but for how long it repeats and when it is given up', () => {
    const withoutRetries = ({ States }: ReturnType<typeof sagaDefinition>) =>
      Object.entries(States).map(([name, state]) => [name, { ...state, Retry: undefined }]);
    expect(withoutRetries(express(240))).toEqual(withoutRetries(sagaDefinition(standard)));
  });

  test.each([5, 60, 240])(
    'with a time limit of %i s there is a minute at least to undo, within the five',
    (seconds) => {
      const { TimeoutSeconds } = express(seconds);
      expect(TimeoutSeconds).toBe(300);
      expect(TimeoutSeconds - seconds).toBeGreaterThanOrEqual(60);
    },
  );
});
