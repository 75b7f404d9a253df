import { connected } from '../api/api.ts';
import { type RuleHits, rulesIn } from './codec.ts';
import { presets } from './presets.ts';

const path = '/_local/faults';

/** What goes wrong at present, and how often it did. */
export async function readFaults(): Promise<RuleHits[]> {
  return rulesOf(fetch(path));
}

/** Lets these presets go wrong, and nothing else. */
export async function setFaults(ids: readonly string[]): Promise<RuleHits[]> {
  const rules = presets.filter(({ id }) => ids.includes(id)).map(({ rule }) => rule);
  const body = JSON.stringify({ seed: 1, rules });
  return rulesOf(fetch(path, { method: 'PUT', headers: { 'content-type': 'application/json' }, body }));
}

async function rulesOf(call: Promise<Response>): Promise<RuleHits[]> {
  const response = await connected(call);
  if (!response.ok) throw new Error(`The faults were answered ${response.status}`);
  return rulesIn(await response.json());
}
