import jsonata from 'jsonata';
import { describe, expect, test } from 'vitest';
import { sagaDefinition } from '../../lib/saga-definition.ts';
import { next, routes, type Task } from './protocol/saga.ts';

const { States, StartAt } = sagaDefinition({ sagaTimeoutSeconds: 240, orchestration: 'standard' });
const tasks = Object.keys(routes).filter((name): name is Task => name in routes);

/** Words that tasks return; a way depends on nothing else. */
const outcomes = [
  'authorized',
  'declined',
  'barred',
  'too_late',
  'expired',
  'cancel_requested',
  'closed',
  'committed',
  'not_pinned',
  'not_held',
  'pinned_by_another',
  'not_awaiting_payment',
  'captured',
  'refused',
  'not_paid',
  'paid',
  'cancelled',
  'already_cancelled',
  'released',
  'already_released',
  'settled',
  'order_not_found',
];

type Value = string | Readonly<Record<string, string>>;

/** A JSONata value as a state evaluates it. @throws what `$error` raises */
async function evaluate(value: Value, states: object): Promise<unknown> {
  if (typeof value === 'string') {
    const expression = /^{%(.*)%}$/s.exec(value)?.[1];
    return expression === undefined ? value : jsonata(expression).evaluate({}, { states });
  }
  const members = Object.entries(value).map(async ([name, member]) => [name, await evaluate(member, states)] as const);
  return Object.fromEntries(await Promise.all(members));
}

/** The task that the state machine goes to when this one has returned. */
async function successor(task: string, outcome: string): Promise<string> {
  const state = States[task];
  if (state?.Type !== 'Task') throw new Error(`There is no task ${task}`);
  const input = { orderId: 'order', authorizeBy: 1 };
  try {
    const output = await evaluate(state.Output, { input, result: { Payload: { outcome } } });
    return 'Next' in state ? await taskAt(state.Next, output) : 'End';
  } catch {
    const caught = state.Catch?.find(({ ErrorEquals }) =>
      ErrorEquals.some((name) => name === 'States.ALL' || name === 'States.QueryEvaluationError'),
    );
    return caught?.Next ?? 'failed';
  }
}

async function taskAt(name: string, input: unknown): Promise<string> {
  const state = States[name];
  if (state?.Type !== 'Choice') return name;
  for (const { Condition, Next } of state.Choices) {
    if ((await evaluate(Condition, { input })) === true) return taskAt(Next, input);
  }
  return taskAt(state.Default, input);
}

describe("the model's saga is the state machine's", () => {
  test('begins with the same task, and has the same ones', () => {
    expect(StartAt).toBe('AuthorizePayment');
    expect(Object.keys(States).filter((name) => States[name]?.Type === 'Task')).toEqual(expect.arrayContaining(tasks));
    expect(Object.values(States).filter(({ Type }) => Type === 'Task')).toHaveLength(tasks.length);
  });

  test.each(tasks)('goes on alike from %s, whatever it returns', async (task) => {
    for (const outcome of outcomes) {
      expect([outcome, await successor(task, outcome)]).toEqual([outcome, next(task, outcome)]);
    }
  });

  test('closes the reservation when a task fails for good that comes before the money is captured', () => {
    const closing = Object.entries(States).flatMap(([name, state]) =>
      state.Type === 'Task' && state.Catch?.some(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'))
        ? [[name, state.Catch[0]?.Next]]
        : [],
    );
    expect(closing).toEqual([
      ['AuthorizePayment', 'CloseReservation'],
      ['CommitOrder', 'CloseReservation'],
    ]);
  });
});
