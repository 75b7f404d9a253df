import type { ComponentChildren } from 'preact';
import { isConnected } from '../api/api.ts';
import { Problem } from './problem.tsx';

type LoadedProps<Data> = {
  readonly query: { readonly data: Data | undefined; readonly error: Error | null };
  /** How much room to keep free until the data is there, so that nothing jumps. */
  readonly lines?: number;
  readonly children: (data: Data) => ComponentChildren;
};

/** Shows data once it is there, and keeps the last of it when a later call fails. */
export function Loaded<Data>({ query: { data, error }, lines = 8, children }: LoadedProps<Data>) {
  // While nothing answers, the banner says so for the whole page.
  const problem = isConnected.value ? <Problem error={error} /> : null;
  if (data !== undefined) {
    return (
      <>
        {problem}
        {children(data)}
      </>
    );
  }
  if (problem !== null && error !== null) return problem;
  return (
    <div class="loading" role="status" style={{ minHeight: `${lines * 2.5}rem` }}>
      <span aria-busy="true">Loading…</span>
    </div>
  );
}
