import type { Execution, HistoryEventType, Outcome } from './execution.ts';

/** An execution after an outcome, and what its history tells of it. */
export type Advance = {
  readonly execution: Execution;
  readonly history: readonly { readonly type: HistoryEventType; readonly state: string; readonly detail?: string }[];
};

/** The transition of an execution by the outcome of its current state: pure, so that it can be journalled as a whole. */
export function advance(execution: Execution, outcome: Outcome, now: number): Advance {
  switch (outcome.kind) {
    case 'next':
      return enter(execution, outcome, now);
    case 'retry':
      return retry(execution, outcome, now);
    case 'wait':
      return {
        execution: { ...execution, dueAt: outcome.until },
        history: [{ type: 'WaitStarted', state: execution.state, detail: new Date(outcome.until).toISOString() }],
      };
    case 'succeeded':
      return {
        execution: { ...execution, status: 'SUCCEEDED', stoppedAt: now, output: outcome.output, dueAt: undefined },
        history: [{ type: 'ExecutionSucceeded', state: execution.state }],
      };
    case 'failed':
      return {
        execution: { ...execution, status: 'FAILED', stoppedAt: now, dueAt: undefined, ...outcome.failure },
        history: [
          {
            type: 'ExecutionFailed',
            state: execution.state,
            detail: describe(outcome.failure.error, outcome.failure.cause),
          },
        ],
      };
  }
}

/** Ends an execution from outside: by its time limit, or because it was stopped. */
export function interrupt(
  execution: Execution,
  status: 'TIMED_OUT' | 'ABORTED',
  failure: Pick<Execution, 'error' | 'cause'>,
  now: number,
): Advance {
  return {
    execution: { ...execution, status, stoppedAt: now, dueAt: undefined, ...failure },
    history: [{ type: status === 'TIMED_OUT' ? 'ExecutionTimedOut' : 'ExecutionAborted', state: execution.state }],
  };
}

/** Starts an ended execution again in the state in which it ended, with fresh retries and a fresh time limit. */
export function redrive(execution: Execution, timeoutSeconds: number | undefined, now: number): Advance {
  return {
    execution: {
      ...execution,
      status: 'RUNNING',
      stoppedAt: undefined,
      error: undefined,
      cause: undefined,
      retries: [],
      enteredAt: now,
      deadlineAt: deadlineOf(timeoutSeconds, now),
      redriveCount: execution.redriveCount + 1,
      redrivenAt: now,
    },
    history: [
      { type: 'ExecutionRedriven', state: execution.state },
      { type: 'StateEntered', state: execution.state },
    ],
  };
}

export function deadlineOf(timeoutSeconds: number | undefined, now: number): number | undefined {
  return timeoutSeconds === undefined ? undefined : now + timeoutSeconds * 1000;
}

function enter(execution: Execution, outcome: Extract<Outcome, { kind: 'next' }>, now: number): Advance {
  const caught = { type: 'ErrorCaught', state: execution.state, detail: outcome.caught ?? '' } as const;
  return {
    execution: {
      ...execution,
      state: outcome.state,
      stateInput: outcome.input,
      variables: outcome.variables,
      enteredAt: now,
      retries: [],
      dueAt: undefined,
    },
    history: [...(outcome.caught === undefined ? [] : [caught]), { type: 'StateEntered', state: outcome.state }],
  };
}

function retry(execution: Execution, outcome: Extract<Outcome, { kind: 'retry' }>, now: number): Advance {
  const retries = [...execution.retries];
  for (let index = retries.length; index <= outcome.retrier; index += 1) retries.push(0);
  retries[outcome.retrier] = (retries[outcome.retrier] ?? 0) + 1;
  return {
    execution: { ...execution, retries, dueAt: now + outcome.delayMilliseconds },
    history: [{ type: 'RetryScheduled', state: execution.state, detail: outcome.reason }],
  };
}

function describe(error: string | undefined, cause: string | undefined): string {
  return [error, cause].filter((part) => part !== undefined).join(': ');
}
