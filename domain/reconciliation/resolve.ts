import type { Stock, StockDeltas, StockTotals } from '../inventory/stock.ts';
import { type Discrepancy, isStockFinding, type StockFinding } from './discrepancy.ts';
import { differenceBetween, isZero, sameTotals } from './ledger-fold.ts';

/** A discrepancy that takes an entry in the ledger; the others are closed by saying who and why. */
export type LedgerDiscrepancy = Extract<Discrepancy, StockFinding> & { readonly kind: 'ledger' };

export function isLedgerDiscrepancy(discrepancy: Discrepancy): discrepancy is LedgerDiscrepancy {
  return isStockFinding(discrepancy) && discrepancy.kind === 'ledger';
}

export type Correction =
  /** The ledger lacks exactly this, as it did when the discrepancy was found. */
  | { readonly outcome: 'entry'; readonly deltas: StockDeltas }
  /** The ledger equals the counter by now: a row came late, or another entry has closed the gap. */
  | { readonly outcome: 'none_needed' }
  /** Something else is missing now than what was found. */
  | { readonly outcome: 'discrepancy_changed' };

/**
 * What resolving a difference of the ledger writes. Orders go on moving units, each with its own row, and leave the
 * difference as it is: so the same difference counts, and not the same revision.
 * @param ledger the sum of the whole ledger; `undefined` when it is too long to be read for one request, so that only
 * a stock item which is as it was found can be trusted
 */
export function correctionOf(
  { difference, counter, revision }: LedgerDiscrepancy,
  stock: Stock,
  ledger: StockTotals | undefined,
): Correction {
  if (ledger === undefined) {
    const isAsFound = stock.revision === revision && sameTotals(stock, counter);
    return isAsFound ? { outcome: 'entry', deltas: difference } : { outcome: 'discrepancy_changed' };
  }
  const missing = differenceBetween(stock, ledger);
  if (isZero(missing)) return { outcome: 'none_needed' };
  return sameTotals(missing, difference) ? { outcome: 'entry', deltas: missing } : { outcome: 'discrepancy_changed' };
}
