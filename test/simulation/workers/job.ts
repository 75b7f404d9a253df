import type { Orchestration } from '../../../lib/settings.ts';
import type { Mutation } from '../deployment.ts';
import type { FaultName } from '../services/faults.ts';
import type { Mood } from '../world/market.ts';
import type { Profile } from '../world/profiles.ts';
import type { WorldReport } from '../world/world.ts';

/** What is not left to the seed of a world. */
export type Conditions = {
  readonly profile?: Profile;
  readonly orchestration?: Orchestration;
  readonly often?: readonly FaultName[];
  readonly mood?: Partial<Mood>;
};

/** One world to be simulated; the seed decides everything else. */
export type Job = {
  readonly seed: string;
  readonly orders: number;
  readonly mutations: readonly Mutation[];
  readonly conditions: Conditions;
  /** Keeps the lines of the history that hold this. */
  readonly trace?: string;
};

/** What a worker answers: the report, or the mistake that kept it from making one. */
export type JobResult = { readonly report: WorldReport } | { readonly mistake: string };
