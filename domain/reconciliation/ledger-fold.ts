import { type Movement, movementPosition } from '../inventory/movement.ts';
import type { StockDeltas, StockTotals } from '../inventory/stock.ts';
import type { Instant } from '../time.ts';

/** The sum of a SKU's ledger up to and including a position; without a position nothing has been read. */
export type LedgerFold = StockTotals & { readonly after?: string };

export const emptyFold: LedgerFold = { available: 0, reserved: 0, sold: 0 };

export function addTotals(left: StockTotals, right: StockTotals): StockTotals {
  return {
    available: left.available + right.available,
    reserved: left.reserved + right.reserved,
    sold: left.sold + right.sold,
  };
}

/** Counter minus ledger. */
export function differenceBetween(counter: StockTotals, ledger: StockTotals): StockDeltas {
  return {
    available: counter.available - ledger.available,
    reserved: counter.reserved - ledger.reserved,
    sold: counter.sold - ledger.sold,
  };
}

export function sameTotals(left: StockTotals, right: StockTotals): boolean {
  return left.available === right.available && left.reserved === right.reserved && left.sold === right.sold;
}

export function isZero(deltas: StockDeltas): boolean {
  return sameTotals(deltas, emptyFold);
}

/** What a reading of a ledger has seen: all rows so far, and how far of that is worth remembering. */
export type LedgerReading = {
  /** The sum of every row read, and of all before them. */
  readonly totals: StockTotals;
  /** The same for the rows that are old: a row that is still on its way may come before the others. */
  readonly fold: LedgerFold;
};

export function startReading(from: LedgerFold): LedgerReading {
  const { available, reserved, sold } = from;
  return { totals: { available, reserved, sold }, fold: from };
}

/**
 * Adds rows, which come in the order of their positions.
 * @param settledBefore rows from here on may still get others before them
 */
export function readOn(reading: LedgerReading, movements: readonly Movement[], settledBefore: Instant): LedgerReading {
  return movements.reduce<LedgerReading>(({ totals, fold }, movement) => {
    const next = addTotals(totals, movement);
    const isSettled = movement.at < settledBefore;
    return { totals: next, fold: isSettled ? { ...next, after: movementPosition(movement) } : fold };
  }, reading);
}
