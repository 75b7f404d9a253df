import { type RuleHits, ruleText } from './codec.ts';
import { presets } from './presets.ts';

/** By the id of each preset that is at work, how often it has struck. */
export function hitsByPreset(rules: readonly RuleHits[]): ReadonlyMap<string, number> {
  const hits = new Map(rules.map((each) => [each.rule, each.hits]));
  return new Map(
    presets.flatMap(({ id, rule }) => {
      const count = hits.get(ruleText(rule));
      return count === undefined ? [] : [[id, count] as const];
    }),
  );
}
