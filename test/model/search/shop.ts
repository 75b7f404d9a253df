import type { Without } from '../protocol/safeguards.ts';
import type { Lane } from './lane.ts';
import { type Meeting, meetingsOf } from './meeting.ts';
import type { ShopSetting } from './settings.ts';
import { type Adjustment, adjustments } from './shelf.ts';

export type ShopSearch = {
  /** Every two worlds of the orders, and what staff have done, that were found together. */
  readonly states: number;
  readonly transitions: number;
  /** How both orders ended, in every combination that was found. */
  readonly ends: ReadonlySet<string>;
  readonly broken: ReadonlySet<string>;
};

/**
 * Everything that two orders on one shelf can come to, by every interleaving of their steps. All that they share is
 * the stock, so that a step of one is a step of both wherever the shelf allows it.
 *
 * Each step takes an order forward, and the lanes are numbered so that it goes to a higher number. So one pass through
 * the pairs, by their numbers, finds all of them, in a bit each.
 */
export function searchShop(lanes: readonly [Lane, Lane], setting: ShopSetting, without?: Without): ShopSearch {
  return new ShopExploration(lanes, setting, without).run();
}

class ShopExploration {
  readonly #lanes: readonly [Lane, Lane];
  readonly #setting: ShopSetting;
  readonly #without: Without;
  readonly #adjustments: readonly Adjustment[];
  readonly #reached: readonly Uint32Array[];
  readonly #ends = new Set<string>();
  readonly #broken = new Set<string>();
  #states = 0;
  #transitions = 0;

  constructor(lanes: readonly [Lane, Lane], setting: ShopSetting, without: Without) {
    this.#lanes = lanes;
    this.#setting = setting;
    this.#without = without;
    this.#adjustments = setting.adjusting ? adjustments : [0];
    this.#reached = this.#adjustments.map(() => new Uint32Array(Math.ceil((lanes[0].size * lanes[1].size) / 32)));
  }

  run(): ShopSearch {
    const [one, other] = this.#lanes;
    for (const start of one.starts) for (const too of other.starts) this.#mark(0, start * other.size + too);
    this.#adjustments.forEach((adjusted, index) => {
      this.#pass(index, adjusted);
    });
    return { states: this.#states, transitions: this.#transitions, ends: this.#ends, broken: this.#broken };
  }

  #mark(index: number, pair: number): void {
    const bits = this.#reached[index];
    if (bits !== undefined) bits[pair >>> 5] = (bits[pair >>> 5] ?? 0) | (1 << (pair & 31));
  }

  #pass(index: number, adjusted: Adjustment): void {
    const [one, other] = this.#lanes;
    const bits = this.#reached[index] ?? new Uint32Array();
    const meetings = meetingsOf(this.#lanes, this.#setting, adjusted, this.#without);
    const size = other.size;
    for (let first = 0; first < one.size; first++) {
      const row = meetings[one.footprint[first] ?? 0] ?? [];
      for (let second = 0; second < size; second++) {
        const pair = first * size + second;
        if (((bits[pair >>> 5] ?? 0) & (1 << (pair & 31))) === 0) continue;
        const meeting = row[other.footprint[second] ?? 0];
        if (meeting === undefined) continue;
        if (!meeting.seen) this.#see(meeting);
        this.#states++;
        this.#transitions += this.#adjust(meeting, pair);
        this.#transitions += follow(bits, one, first, meeting.firstFits, size, second);
        this.#transitions += follow(bits, other, second, meeting.secondFits, 1, first * size);
      }
    }
  }

  #see(meeting: Meeting): void {
    meeting.seen = true;
    this.#ends.add(meeting.end);
    if (meeting.broken !== undefined) this.#broken.add(meeting.broken);
  }

  /** Staff take a unit from the shelf, if there is one, or bring one. */
  #adjust(meeting: Meeting, pair: number): number {
    if (this.#adjustments.length === 1 || meeting.adjusted !== 0) return 0;
    if (meeting.takeable) this.#mark(1, pair);
    this.#mark(2, pair);
    return meeting.takeable ? 2 : 1;
  }
}

/** Marks where the steps of one order lead, while the other stands still. */
function follow(bits: Uint32Array, lane: Lane, from: number, fit: boolean, stride: number, base: number): number {
  let steps = 0;
  const end = lane.first[from + 1] ?? 0;
  for (let edge = lane.first[from] ?? 0; edge < end; edge++) {
    const needs = lane.needs[edge];
    if (needs !== 0 && (needs === 1) !== fit) continue;
    const pair = (lane.to[edge] ?? 0) * stride + base;
    bits[pair >>> 5] = (bits[pair >>> 5] ?? 0) | (1 << (pair & 31));
    steps++;
  }
  return steps;
}
