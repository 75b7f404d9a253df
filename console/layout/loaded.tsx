import type { ComponentChildren } from 'preact';
import { ApiError } from '../api/api.ts';
import { Problem } from './problem.tsx';

type LoadedProps<Data> = {
  readonly query: { readonly data: Data | undefined; readonly error: Error | null };
  /** How much room to keep free until the data is there, so that nothing jumps. */
  readonly lines?: number;
  readonly children: (data: Data) => ComponentChildren;
};

/** Shows data once it is there, and keeps the last of it when a later call fails. */
export function Loaded<Data>({ query: { data, error }, lines = 8, children }: LoadedProps<Data>) {
  // That nothing answers is said once, for the whole page.
  const isUnanswered = error instanceof ApiError && error.status === 0;
  const problem = isUnanswered ? null : <Problem error={error} />;
  if (data !== undefined) {
    return (
      <>
        {problem}
        {children(data)}
      </>
    );
  }
  if (error !== null && !isUnanswered) return problem;
  return (
    <div class="loading" role="status" style={{ minHeight: `${lines * 2.5}rem` }}>
      <span aria-busy="true">Loading…</span>
    </div>
  );
}
