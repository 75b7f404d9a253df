import type { Mutation } from '../deployment.ts';
import type { Law } from '../laws/violation.ts';
import type { Conditions } from '../workers/job.ts';

/** One safeguard that is taken away, and what must go wrong without it. */
export type Control = {
  readonly name: string;
  /** What is gone, in words. */
  readonly without: string;
  /** The laws of which any may be the first to be seen broken. */
  readonly breaks: readonly Law[];
  /** The weather in which it shows soon. */
  readonly conditions?: Conditions;
  /** A handful of orders shows it: every run of the tests has it taken away. */
  readonly isQuick?: true;
  readonly mutations: readonly Mutation[];
};

/** The text that stands in the file exactly once, and what stands there instead. */
export function replaced(file: string, find: string, replace: string): Mutation {
  return { file, find, replace };
}
