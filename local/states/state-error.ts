/** A state's error, with a name that Retry and Catch can match and a cause for people. */
export class StateError extends Error {
  readonly error: string;
  override readonly cause: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.name = 'StateError';
    this.error = error;
    this.cause = cause;
  }
}

/** What no wildcard matches: data over the limit only matches by its own name. */
const DATA_LIMIT_EXCEEDED = 'States.DataLimitExceeded';

/** The interpreter's own failure, which cannot be handled at all. */
const RUNTIME = 'States.Runtime';

/**
 * Whether the `ErrorEquals` of a retrier or catcher matches an error. `States.TaskFailed` stands for any error but
 * `States.Timeout`.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function matchesError(errorEquals: readonly string[], error: string): boolean {
  if (error === RUNTIME) return false;
  if (errorEquals.includes(error)) return true;
  if (error === DATA_LIMIT_EXCEEDED) return false;
  return (
    errorEquals.includes('States.ALL') || (errorEquals.includes('States.TaskFailed') && error !== 'States.Timeout')
  );
}
