import type { InterceptionPoint, Interceptor } from '../ports.ts';
import { chance } from './chance.ts';
import type { Crash } from './effects.ts';
import { strike } from './effects.ts';
import type { FaultPlan, FaultRule } from './plan.ts';
import { isAbout, type Work, workAt } from './work.ts';

/** How often a rule's work came by, and how often it was struck. */
export type RuleHits = { readonly rule: FaultRule; readonly seen: number; readonly hits: number };

export type FaultsOptions = {
  /** What a piece of work is about, such as an id in its text: the same work is struck again in the next run. */
  readonly subjectOf: (text: string) => string;
  readonly crash: Crash;
};

type RuleState = {
  readonly rule: FaultRule;
  readonly occurrences: Map<string, number>;
  /** What has been dropped: its retry gets through. */
  readonly dropped: Set<string>;
  seen: number;
  hits: number;
};

/** Makes things go wrong on purpose, by rules that can be set while the system runs. */
export class Faults implements Interceptor {
  readonly #options: FaultsOptions;
  #seed = '';
  #rules: RuleState[] = [];

  constructor(options: FaultsOptions) {
    this.#options = options;
  }

  /** Replaces all rules; counting begins anew. */
  set({ seed, rules }: FaultPlan): void {
    this.#seed = String(seed);
    this.#rules = rules.map((rule) => ({ rule, occurrences: new Map(), dropped: new Set(), seen: 0, hits: 0 }));
  }

  get report(): { readonly seed: string; readonly rules: readonly RuleHits[] } {
    return { seed: this.#seed, rules: this.#rules.map(({ rule, seen, hits }) => ({ rule, seen, hits })) };
  }

  async intercept<T>(point: InterceptionPoint, act: () => Promise<T>): Promise<T> {
    if (this.#rules.length === 0) return act();
    const rule = this.#ruleFor(workAt(point));
    return rule === undefined ? act() : strike(rule, point, act, this.#options.crash);
  }

  /** The first rule that strikes; every rule that is about the work counts it. */
  #ruleFor(work: Work): FaultRule | undefined {
    let struck: RuleState | undefined;
    for (const [index, state] of this.#rules.entries()) {
      if (!isAbout(state.rule, work)) continue;
      if (this.#strikes(state, index, work)) struck ??= state;
    }
    if (struck === undefined) return undefined;
    struck.hits += 1;
    if (struck.rule.fault === 'drop_until_retry') for (const id of work.ids) struck.dropped.add(id);
    return struck.rule;
  }

  #strikes(state: RuleState, index: number, work: Work): boolean {
    const { rule, occurrences } = state;
    const identity = [work.function, work.service, work.operation, this.#options.subjectOf(work.text)].join(' ');
    const occurrence = (occurrences.get(identity) ?? 0) + 1;
    occurrences.set(identity, occurrence);
    state.seen += 1;
    if (rule.times !== undefined && state.hits >= rule.times) return false;
    if (work.ids.length > 0 && work.ids.every((id) => state.dropped.has(id))) return false;
    if (rule.nth !== undefined) return state.seen === rule.nth;
    return chance(this.#seed, index, identity, occurrence) < (rule.probability ?? 1);
  }
}
