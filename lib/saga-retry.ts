/** A retry rule of a state, as Amazon States Language writes it. */
export type Retrier = {
  readonly ErrorEquals: readonly string[];
  readonly MaxAttempts: number;
  readonly IntervalSeconds?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL';
};

/** What a state's output raises when its function returned a refusal. */
export const refusal = 'States.QueryEvaluationError';

/**
 * How often one state may try. An execution ends when its history has 25 000 events, of which each attempt writes
 * five, and it passes at most five states that try this often.
 */
const mostAttempts = 500;

/**
 * Repeats for about the given time what failed for any reason but a refusal. Full jitter waits half of each delay on
 * average. The delays stay short against the saga's time limit, so that it is noticed soon after it has passed.
 */
export function retryFor(seconds: number, sagaTimeoutSeconds: number): Retrier[] {
  const shortDelay = Math.min(15, Math.max(2, Math.ceil(sagaTimeoutSeconds / 16)));
  const MaxDelaySeconds = Math.max(shortDelay, Math.ceil((2 * seconds) / mostAttempts));
  return [
    { ErrorEquals: [refusal], MaxAttempts: 0 },
    {
      ErrorEquals: ['States.ALL'],
      IntervalSeconds: 1,
      BackoffRate: 2,
      MaxDelaySeconds,
      JitterStrategy: 'FULL',
      MaxAttempts: Math.ceil((2 * seconds) / MaxDelaySeconds),
    },
  ];
}
