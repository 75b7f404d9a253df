import { describe, expect, test } from 'vitest';
import { healingLaw, safetyLaws } from './laws.ts';
import { type Safeguard, safeguards, secondLines } from './protocol/safeguards.ts';
import { everything } from './protocol/steps.ts';
import { forward } from './search/forward.ts';
import { laneOf } from './search/lane.ts';
import { exploreOrder } from './search/orders.ts';
import type { ShopSetting } from './search/settings.ts';
import { searchShop } from './search/shop.ts';
import { traceInShop } from './search/shop-trace.ts';

/** What each safeguard is for: the law that is broken without it, and the last step of the shortest way there. */
const broken: Readonly<Record<Exclude<Safeguard, 'reserving_needs_available_units'>, readonly [string, string]>> = {
  cancelling_leaves_a_tombstone: ['outlives a terminal order', 'cancel-order'],
  pin_holds_off_the_end: ['the cause that was recorded first', 'cancel-order'],
  pinning_needs_held: ['holds its money', 'call_authorize'],
  closing_refuses_a_pin: ['Nothing stirs a settled order', 'report_voided'],
  closing_needs_held: ['never followed by a payment', 'CloseReservation'],
  closing_before_undoing: ['A paid order has', 'call_void'],
  closing_refuses_a_commit: ['never followed by a payment', 'CommitOrder'],
  wish_refuses_a_commit: ['never followed by a payment', 'CommitOrder'],
  void_bars_the_key: ['what the provider says', 'report_voided'],
  first_closing_stands: ['never taken away', 'CloseReservation'],
  decline_closes_before_it_is_told: ['the cause that was recorded first', 'ReleaseStock'],
  payment_moves_forward: ['moves only forward', 'report_'],
  release_needs_settled_money: ['Nothing stirs a settled order', 'report_voided'],
  shipping_needs_captured_money: ['A paid order has', 'staff ship'],
  money_keeps_an_order_in_flight: ['holds its money', 'cancel-order'],
  the_sweep_recovers: ['When faults end', 'AuthorizePayment'],
  the_sweep_tells_again: ['When faults end', 'the order is placed'],
};

const forLiveness = new Set<Safeguard>(['the_sweep_recovers', 'the_sweep_tells_again']);

describe('the search misses each safeguard that is taken away', () => {
  test.each(Object.entries(broken))('%s', (name, [law, step]) => {
    const without = safeguards.find((safeguard) => safeguard === name);
    const laws = without !== undefined && forLiveness.has(without) ? [healingLaw] : safetyLaws;
    const { violation } = exploreOrder(everything, without, laws);
    expect(violation?.law).toContain(law);
    expect(violation?.trace.at(-1)).toContain(step);
  });

  test('reserving_needs_available_units', () => {
    const without = 'reserving_needs_available_units';
    const graph = forward(exploreOrder({ lines: 1, grace: false, wishes: [] }));
    const lane = laneOf(graph);
    const one = { a: 1, b: 0 };
    const setting: ShopSetting = { stock: { a: 1, b: 1 }, orders: [one, one], adjusting: false };
    expect([...searchShop([lane, lane], setting).broken]).toEqual([]);
    expect([...searchShop([lane, lane], setting, without).broken]).toEqual(['No total is ever negative.']);
    expect(traceInShop([graph, graph], setting, without)).toEqual([
      'two orders are placed',
      'first order: reserve-stock holds the units',
      'second order: reserve-stock holds the units',
    ]);
  });
});

describe('a second line is implied by the others, and nothing misses it alone', () => {
  const whole = exploreOrder(everything).worlds.length;

  test.each(secondLines)('%s', (without) => {
    const { violation, worlds } = exploreOrder(everything, without);
    expect(violation).toBeUndefined();
    expect(worlds).toHaveLength(whole);
  });
});
