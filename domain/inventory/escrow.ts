import type { StockLine } from '../lines.ts';
import type { AdmittedOrder } from './hot.ts';
import { type Shortage, shortagesOf } from './reservation.ts';
import { type Stock, sellable } from './stock.ts';

/** Units by SKU. */
export type Units = ReadonlyMap<string, number>;

/** A lease that is older is looked after by the sweep: longer than its function runs, and less than its message waits. */
export const leaseSeconds = 10;

/** How much one batch takes, so that its record stays well below the 400 KB that an item may have. */
const ordersPerBatch = 500;
const linesPerBatch = 1_000;

/** Divides orders into batches, in their order. */
export function batchesOf(orders: readonly AdmittedOrder[]): AdmittedOrder[][] {
  const batches: AdmittedOrder[][] = [];
  let lines = Number.POSITIVE_INFINITY;
  for (const order of orders) {
    lines += order.lines.length;
    const batch = batches.at(-1);
    if (batch !== undefined && batch.length < ordersPerBatch && lines <= linesPerBatch) batch.push(order);
    else {
      batches.push([order]);
      lines = order.lines.length;
    }
  }
  return batches;
}

/** Who gets what there is: in the order of arrival, all lines of an order or none. */
export function admit(orders: readonly AdmittedOrder[], units: Units): AdmittedOrder[] {
  const left = new Map(units);
  return orders.filter(({ lines }) => {
    if (shortagesOf(lines, left).length > 0) return false;
    for (const { sku, quantity } of lines) left.set(sku, (left.get(sku) ?? 0) - quantity);
    return true;
  });
}

export function unitsOf(orders: readonly { readonly lines: readonly StockLine[] }[]): Map<string, number> {
  const units = new Map<string, number>();
  for (const { sku, quantity } of orders.flatMap(({ lines }) => lines)) {
    units.set(sku, (units.get(sku) ?? 0) + quantity);
  }
  return units;
}

/** What to lease of each SKU. One with nothing left gets no lease: after the last unit a refusal writes no stock. */
export function planLeases(orders: readonly AdmittedOrder[], stocks: readonly Stock[]): Map<string, number> {
  return unitsOf(admit(orders, new Map(stocks.map(({ sku, available }) => [sku, available]))));
}

/**
 * Why each order that was not admitted is refused, at its place in the order of arrival: what came after it took nothing
 * from it. No shortage means undecided, since units that batches hold in escrow may still come back.
 * @param stocks as they were when the leases were taken, those included
 * @param hasUnits whether the batch has given an order its units, or has not decided on it
 */
export function refusalsOf(
  orders: readonly AdmittedOrder[],
  stocks: readonly Stock[],
  hasUnits: (order: AdmittedOrder) => boolean | 'undecided',
): (readonly [AdmittedOrder, readonly Shortage[]])[] {
  const left = new Map(stocks.map((stock) => [stock.sku, sellable(stock)]));
  return orders.flatMap((order) => {
    const has = hasUnits(order);
    if (has === 'undecided') return [[order, shortagesOf(order.lines, left)] as const];
    if (has) for (const { sku, quantity } of order.lines) left.set(sku, (left.get(sku) ?? 0) - quantity);
    return [];
  });
}
