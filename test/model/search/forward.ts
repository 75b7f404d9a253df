import type { OrderGraph } from './orders.ts';

/**
 * The same graph, with its worlds numbered so that every step leads to a higher number.
 * @throws when steps lead back to where they came from: then something would go on for ever
 */
export function forward({ worlds, edges, ...graph }: OrderGraph): OrderGraph {
  const incoming = new Uint32Array(worlds.length);
  for (const { to } of edges.flat()) incoming[to] = (incoming[to] ?? 0) + 1;
  const order = worlds.map((_, number) => number).filter((number) => incoming[number] === 0);
  for (let at = 0; at < order.length; at++) {
    for (const { to } of edges[order[at] ?? -1] ?? []) {
      incoming[to] = (incoming[to] ?? 0) - 1;
      if (incoming[to] === 0) order.push(to);
    }
  }
  if (order.length < worlds.length) throw new Error('Some steps lead back to where they came from');
  const place = new Uint32Array(worlds.length);
  order.forEach((number, index) => {
    place[number] = index;
  });
  return {
    ...graph,
    worlds: order.flatMap((number) => worlds[number] ?? []),
    edges: order.map((number) => (edges[number] ?? []).map((edge) => ({ ...edge, to: place[edge.to] ?? 0 }))),
  };
}
