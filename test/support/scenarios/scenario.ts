import { type ScenarioTitle, scenarios } from './rows.ts';

/**
 * The name of a test that shows one of the scenarios: it carries the scenario's source, and counts as its test in
 * docs/verification/scenarios.md.
 * @param part which part or neighbour of the scenario it is, where several tests share it
 */
export function scenario(title: ScenarioTitle, part?: string): string {
  const { sources } = scenarios[title];
  const name = part === undefined ? title : `${title}: ${part}`;
  return sources.length === 0 ? name : `${name} (${sources.join(', ')})`;
}
