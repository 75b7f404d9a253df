import { beforeAll } from 'vitest';
import { type FaultRule, inject, ruleHits } from './faults.ts';
import { type PlannedOrder, placePlanned, planOrder } from './planned-order.ts';
import type { OrderView } from './schemas.ts';
import type { Shop } from './shop.ts';

/** What goes wrong with one order, and with no other. */
export type Plot = {
  readonly faults: readonly FaultRule[];
  readonly paymentMethod?: string;
  readonly units?: number;
  readonly quantity?: number;
};

export type PlottedOrder = PlannedOrder & {
  readonly place: () => Promise<OrderView>;
  /** How often each of its faults has struck. */
  readonly hits: () => Promise<number[]>;
  /** How often the work of each came by. */
  readonly seen: () => Promise<number[]>;
};

/**
 * Aims faults at one order for each plot, all at once before the tests: so tests of a file can run at the same time,
 * although setting faults replaces those that were set before.
 */
export function usePlots<Name extends string>(
  shop: () => Shop,
  plots: Readonly<Record<Name, Plot>>,
): (name: Name) => PlottedOrder {
  const orders = new Map<string, PlottedOrder>();
  beforeAll(async () => {
    const named: readonly (readonly [string, Plot])[] = Object.entries(plots);
    const planned = await Promise.all(
      named.map(async ([name, plot]) => ({ name, plot, order: await planOrder(shop(), plot) })),
    );
    const rules: FaultRule[] = [];
    for (const { name, plot, order } of planned) {
      const first = rules.length;
      rules.push(...plot.faults.map((rule) => ({ ...rule, orderId: order.orderId })));
      const own = async () => (await ruleHits(shop())).slice(first, first + plot.faults.length);
      const hits = async () => (await own()).map((rule) => rule.hits);
      const seen = async () => (await own()).map((rule) => rule.seen);
      orders.set(name, { ...order, hits, seen, place: () => placePlanned(shop(), order) });
    }
    await inject(shop(), 'plots', rules);
  });
  return (name) => {
    const order = orders.get(name);
    if (order === undefined) throw new Error('The orders are planned only when tests run');
    return order;
  };
}
