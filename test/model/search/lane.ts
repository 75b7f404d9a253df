import { isSettled } from '../protocol/ordering.ts';
import type { Moved, World } from '../protocol/records.ts';
import type { OrderGraph } from './orders.ts';

/** What an order's world is to the shelf and to the other order: what it has moved, and how it ended. */
export type Footprint = { readonly moved: Moved; readonly end: string };

/** The graph of one order in arrays of numbers, as a search through hundreds of millions of pairs needs it. */
export type Lane = {
  readonly size: number;
  /** The worlds that the order may begin with. */
  readonly starts: readonly number[];
  /** The edges of world n are those from `first[n]` up to `first[n + 1]`. */
  readonly first: Uint32Array;
  readonly to: Uint32Array;
  /** 0: whatever is on the shelf; 1: only if the order fits; 2: only if it does not. */
  readonly needs: Uint8Array;
  /** The number of each world's footprint. */
  readonly footprint: Uint8Array;
  readonly footprints: readonly Footprint[];
};

export const inFlight = 'in flight';

export function laneOf({ worlds, edges }: OrderGraph): Lane {
  const first = new Uint32Array(worlds.length + 1);
  edges.forEach((ways, number) => {
    first[number + 1] = (first[number] ?? 0) + ways.length;
  });
  const keys = new Map(worlds.map((world) => [JSON.stringify(footprintOf(world)), footprintOf(world)]));
  const names = [...keys.keys()];
  return {
    size: worlds.length,
    starts: worlds.flatMap((world, number) => (isStart(world) ? [number] : [])),
    first,
    to: Uint32Array.from(edges.flat(), ({ to }) => to),
    needs: Uint8Array.from(edges.flat(), ({ needs }) => (needs === undefined ? 0 : needs === 'fits' ? 1 : 2)),
    footprint: Uint8Array.from(worlds, (world) => names.indexOf(JSON.stringify(footprintOf(world)))),
    footprints: [...keys.values()],
  };
}

function isStart({ order, due, reservation, asked }: World): boolean {
  const untouched = due.bits === 0 && reservation.status === 'absent' && order.version === 1;
  return untouched && (order.status === 'Submitted' || asked === 1);
}

export function footprintOf({ order, moved }: World): Footprint {
  if (!isSettled(order, undefined)) return { moved, end: inFlight };
  return { moved, end: order.status === 'Cancelled' ? `${order.status}, ${order.reason}` : order.status };
}
