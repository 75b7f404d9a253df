import { describe, expect, test } from 'vitest';
import { everything } from './protocol/steps.ts';
import { compareWithDomain } from './refinement/compare.ts';
import { outcomes } from './refinement/outcomes.ts';
import { forward } from './search/forward.ts';
import { laneOf } from './search/lane.ts';
import { exploreOrder } from './search/orders.ts';
import { everySetting, lineCount, oneOfEachKind } from './search/settings.ts';
import { searchShop } from './search/shop.ts';

/** Orders of one line and of two. */
const graphs = [1, 2].map((lines) => exploreOrder({ ...everything, lines }));

describe('one order, whatever happens to it', () => {
  test.each(graphs)('breaks no law in any world, nor by any step', ({ violation, worlds, steps, depth }) => {
    expect(violation).toBeUndefined();
    console.log(`${worlds.length} worlds, ${steps} steps tried, at most ${depth} deep`);
  });

  test('goes only forward: no steps lead back to where they came from', () => {
    for (const graph of graphs) expect(() => forward(graph)).not.toThrow();
  });

  test('can end in every way that the contract has', () => {
    const ends = new Set(
      graphs.flatMap(({ worlds }) => laneOf({ ...noEdges, worlds }).footprints.map(({ end }) => end)),
    );
    expect([...ends].sort()).toEqual([
      'Cancelled, cancelled_by_buyer',
      'Cancelled, cancelled_by_staff',
      'Cancelled, expired',
      'Cancelled, payment_failed',
      'Cancelled, payment_timeout',
      'Cancelled, stock_rejected',
      'Paid',
      'Shipped',
      'in flight',
    ]);
  });
});

const noEdges = { edges: [], steps: 0, depth: 0 };

describe("the model and the domain's own functions", () => {
  const tally = compareWithDomain(graphs.flatMap(({ worlds }) => worlds));

  test('decide and answer alike wherever the search has been', () => {
    expect(tally.differences).toEqual([]);
    console.log(`${tally.calls} answers compared`);
  });

  test.each(Object.entries(outcomes))('%s has every outcome somewhere, or it is said why not', (name, listed) => {
    const reached = Object.entries(listed).filter(([, why]) => why === 'reached');
    expect(tally.outcomesOf(name)).toEqual(reached.map(([outcome]) => outcome).sort());
  });
});

describe('two orders on one shelf', () => {
  /** Without the grace period and with fewer people; `npm run model` leaves nothing out. */
  const lanes = [1, 2].map((lines) => laneOf(forward(exploreOrder({ lines, grace: false, wishes: ['buyer'] }))));
  const search = (setting: ReturnType<typeof everySetting>[number]) => {
    const [first, second] = setting.orders.map((lines) => lanes[lineCount(lines) - 1]);
    if (first === undefined || second === undefined) throw new Error('Orders have one line or two');
    return searchShop([first, second], setting);
  };

  test.each(oneOfEachKind(everySetting(false)))('break no law together: %j', (setting) => {
    expect([...search(setting).broken]).toEqual([]);
  });

  const one = { a: 1, b: 0 };
  const both = { a: 1, b: 1 };
  const isSold = (end: string) => end === 'Paid' || end === 'Shipped';
  const soldTogether = (ends: ReadonlySet<string>) => [...ends].filter((end) => end.split(' | ').every(isSold));

  test('that want the last unit: either may get it, never both', () => {
    const { ends } = search({ stock: { a: 1, b: 1 }, orders: [one, one], adjusting: false });
    expect(soldTogether(ends)).toEqual([]);
    expect(ends).toContain('Paid | Cancelled, stock_rejected');
    expect(ends).toContain('Cancelled, stock_rejected | Paid');
    expect(ends).not.toContain('Cancelled, stock_rejected | Cancelled, stock_rejected');
  });

  test('over the same two SKUs, with stock for both: neither is ever refused', () => {
    const { ends } = search({ stock: { a: 2, b: 2 }, orders: [both, both], adjusting: false });
    expect(soldTogether(ends)).not.toEqual([]);
    expect([...ends].filter((end) => end.includes('stock_rejected'))).toEqual([]);
  });

  test('of which one also wants a SKU that is short: it is refused as a whole, and the other is not', () => {
    const { ends } = search({ stock: { a: 1, b: 1 }, orders: [{ a: 1, b: 2 }, one], adjusting: false });
    expect(ends).toContain('Cancelled, stock_rejected | Paid');
    expect([...ends].filter((end) => end.endsWith('stock_rejected'))).toEqual([]);
  });
});
