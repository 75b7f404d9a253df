/** The status of an execution, in AWS's words. */
export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** An error's name and cause, as a failed execution and `$states.errorOutput` have them. */
export type ErrorOutput = { readonly error: string | undefined; readonly cause: string | undefined };

/** An execution as it stands in the journal. Times are milliseconds since the epoch, data is JSON text. */
export type Execution = {
  readonly arn: string;
  readonly machineArn: string;
  /** Names the definition that it was started with; one of an older journal has that of its machine. */
  readonly definition: string | undefined;
  readonly name: string;
  readonly input: string;
  readonly status: ExecutionStatus;
  readonly startedAt: number;
  readonly stoppedAt: number | undefined;
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** The state it is in, or in which it ended. */
  readonly state: string;
  readonly stateInput: string;
  readonly variables: string;
  readonly enteredAt: number;
  /** How often each retrier of the state has been used. */
  readonly retries: readonly number[];
  /** When a retry is due, or when a Wait state's wait ends. */
  readonly dueAt: number | undefined;
  /** When the state machine's own TimeoutSeconds ends it. */
  readonly deadlineAt: number | undefined;
  readonly redriveCount: number;
  readonly redrivenAt: number | undefined;
};

/** One event in an execution's history. */
export type HistoryEvent = {
  readonly n: number;
  /** RFC 3339. */
  readonly at: string;
  readonly type: HistoryEventType;
  readonly state: string;
  /** What was retried, caught or fatal: an error's name and cause. */
  readonly detail: string | undefined;
};

export type HistoryEventType =
  | 'StateEntered'
  | 'WaitStarted'
  | 'RetryScheduled'
  | 'ErrorCaught'
  | 'ExecutionRedriven'
  | 'ExecutionSucceeded'
  | 'ExecutionFailed'
  | 'ExecutionTimedOut'
  | 'ExecutionAborted';

/** What becomes of an execution after a state was tried. */
export type Outcome =
  | {
      readonly kind: 'next';
      readonly state: string;
      readonly input: string;
      readonly variables: string;
      /** The error that a catcher handled on the way. */
      readonly caught: string | undefined;
    }
  | { readonly kind: 'retry'; readonly retrier: number; readonly delayMilliseconds: number; readonly reason: string }
  | { readonly kind: 'wait'; readonly until: number }
  | { readonly kind: 'succeeded'; readonly output: string }
  | { readonly kind: 'failed'; readonly failure: ErrorOutput };
