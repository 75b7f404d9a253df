import type { FaultRule } from './presets.ts';

/** A rule that is at work, by its text, and how often it has struck. */
export type RuleHits = { readonly rule: string; readonly hits: number };

/** A rule as text, whatever the order of its members. */
export function ruleText(rule: FaultRule | Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.entries(rule).sort(([left], [right]) => left.localeCompare(right)));
}

/**
 * The rules that the local run tells.
 * @throws when it tells something else
 */
export function rulesIn(answer: unknown): RuleHits[] {
  if (typeof answer !== 'object' || answer === null || !('rules' in answer) || !Array.isArray(answer.rules)) {
    throw new Error('The local run told no rules');
  }
  return answer.rules.map((each: unknown) => {
    if (typeof each === 'object' && each !== null && 'rule' in each && 'hits' in each) {
      const { rule, hits } = each;
      if (typeof rule === 'object' && rule !== null && typeof hits === 'number') {
        return { rule: ruleText({ ...rule }), hits };
      }
    }
    throw new Error('The local run told a rule without its hits');
  });
}
