import type { Without } from '../protocol/safeguards.ts';
import { footprintOf } from './lane.ts';
import type { Edge, OrderGraph } from './orders.ts';
import type { ShopSetting } from './settings.ts';
import { type Adjustment, available, brokenLaw, fits } from './shelf.ts';

type Graphs = readonly [OrderGraph, OrderGraph];

type Place = {
  readonly worlds: readonly [number, number];
  readonly adjusted: Adjustment;
  readonly from?: Place;
  readonly label: string;
};

/** A shortest way to a broken law of stock, breadth first: for a search that has found that there is one. */
export function traceInShop(graphs: Graphs, setting: ShopSetting, without: Without): string[] {
  const begin: Place = { worlds: [0, 0], adjusted: 0, label: 'two orders are placed' };
  const seen = new Set([keyOf(begin)]);
  const places = [begin];
  for (const place of places) {
    const pair = footprints(graphs, place);
    if (brokenLaw(pair, setting, place.adjusted) !== undefined) return wayTo(place);
    for (const next of [...stepped(graphs, place, setting, without), ...adjusted(graphs, place, setting)]) {
      if (seen.has(keyOf(next))) continue;
      seen.add(keyOf(next));
      places.push(next);
    }
  }
  return [];
}

const keyOf = ({ worlds, adjusted }: Place) => [...worlds, adjusted].join();

function stepped(graphs: Graphs, place: Place, setting: ShopSetting, without: Without): Place[] {
  const pair = footprints(graphs, place);
  return ([0, 1] as const).flatMap((which) => {
    const isFit = fits(which, pair, setting, place.adjusted, without);
    return (graphs[which].edges[place.worlds[which]] ?? [])
      .filter(({ needs }) => needs === undefined || (needs === 'fits') === isFit)
      .map((edge) => moved(place, which, edge));
  });
}

function adjusted(graphs: Graphs, place: Place, setting: ShopSetting): Place[] {
  if (!setting.adjusting || place.adjusted !== 0) return [];
  const brought: Place = { ...place, adjusted: 1, from: place, label: 'staff bring a unit of a' };
  const taken: Place = { ...place, adjusted: -1, from: place, label: 'staff take a unit of a' };
  return available('a', footprints(graphs, place), setting, 0) >= 1 ? [brought, taken] : [brought];
}

function footprints(graphs: Graphs, { worlds }: Place) {
  const [first, second] = [graphs[0].worlds[worlds[0]], graphs[1].worlds[worlds[1]]];
  if (first === undefined || second === undefined) throw new Error(`There are no worlds ${worlds.join()}`);
  return [footprintOf(first), footprintOf(second)] as const;
}

function moved(from: Place, which: 0 | 1, { to, label }: Edge): Place {
  const [first, second] = from.worlds;
  const worlds = which === 0 ? ([to, second] as const) : ([first, to] as const);
  return { worlds, adjusted: from.adjusted, from, label: `${which === 0 ? 'first' : 'second'} order: ${label}` };
}

function wayTo({ from, label }: Place): string[] {
  return from === undefined ? [label] : [...wayTo(from), label];
}
