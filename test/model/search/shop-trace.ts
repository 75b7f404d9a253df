import type { Without } from '../protocol/safeguards.ts';
import { footprintOf } from './lane.ts';
import type { Edge, OrderGraph } from './orders.ts';
import type { ShopSetting } from './settings.ts';
import { brokenLaw, fits } from './shelf.ts';

type Place = { readonly worlds: readonly [number, number]; readonly from?: Place; readonly label: string };

/** A shortest way to a broken law of stock, breadth first: for a search that has found that there is one. */
export function traceInShop(
  graphs: readonly [OrderGraph, OrderGraph],
  setting: ShopSetting,
  without: Without,
): string[] {
  const seen = new Set(['0,0']);
  const places: Place[] = [{ worlds: [0, 0], label: 'two orders are placed' }];
  for (let at = 0; at < places.length; at++) {
    const place = places[at];
    if (place === undefined) break;
    const pair = footprints(graphs, place);
    if (brokenLaw(pair, setting, 0) !== undefined) return wayTo(place);
    for (const which of [0, 1] as const) {
      const isFit = fits(which, pair, setting, 0, without);
      for (const edge of graphs[which].edges[place.worlds[which]] ?? []) {
        if (edge.needs !== undefined && (edge.needs === 'fits') !== isFit) continue;
        const next = moved(place, which, edge);
        if (seen.has(next.worlds.join())) continue;
        seen.add(next.worlds.join());
        places.push(next);
      }
    }
  }
  return [];
}

function footprints(graphs: readonly [OrderGraph, OrderGraph], { worlds }: Place) {
  const [first, second] = [graphs[0].worlds[worlds[0]], graphs[1].worlds[worlds[1]]];
  if (first === undefined || second === undefined) throw new Error(`There are no worlds ${worlds.join()}`);
  return [footprintOf(first), footprintOf(second)] as const;
}

function moved(from: Place, which: 0 | 1, { to, label }: Edge): Place {
  const [first, second] = from.worlds;
  const worlds = which === 0 ? ([to, second] as const) : ([first, to] as const);
  return { worlds, from, label: `${which === 0 ? 'first' : 'second'} order: ${label}` };
}

function wayTo({ from, label }: Place): string[] {
  return from === undefined ? [label] : [...wayTo(from), label];
}
