import * as z from 'zod/mini';
import { read } from './schemas.ts';
import type { Shop } from './shop.ts';

/** One rule of `PUT /_local/faults`. */
export type FaultRule = Readonly<Record<string, string | number>> & { readonly at: string; readonly fault: string };

const report = z.object({ rules: z.array(z.object({ seen: z.int(), hits: z.int() })) });

/** From now on these things go wrong, decided by the seed. */
export async function inject(shop: Shop, seed: string | number, rules: readonly FaultRule[]): Promise<void> {
  read(await shop.client.send({ method: 'PUT', path: '/_local/faults', body: { seed, rules } }), 200, report);
}

/** How often each rule's work came by, and how often it was struck. */
export async function ruleHits(shop: Shop): Promise<readonly { readonly seen: number; readonly hits: number }[]> {
  return read(await shop.client.send({ path: '/_local/faults' }), 200, report).rules;
}

/** How often each rule has struck. */
export async function hits(shop: Shop): Promise<number[]> {
  return (await ruleHits(shop)).map((rule) => rule.hits);
}

/** A rule that never strikes, and so only counts the work that it is about. */
export function counting(work: Readonly<Record<string, string>> & { readonly at: string }): FaultRule {
  return { ...work, fault: 'delay', probability: 0 };
}

/** Nothing goes wrong any more. */
export async function endFaults(shop: Shop): Promise<void> {
  read(await shop.client.send({ method: 'DELETE', path: '/_local/faults' }), 200, report);
}
