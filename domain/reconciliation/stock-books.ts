import type { Reservation } from '../inventory/reservation.ts';
import type { Stock, StockTotals } from '../inventory/stock.ts';
import type { StockFinding } from './discrepancy.ts';
import { differenceBetween, isZero } from './ledger-fold.ts';

/** Compares what is counted with what another book says; `undefined` when they agree. */
export function compareStock(kind: StockFinding['kind'], stock: Stock, ledger: StockTotals): StockFinding | undefined {
  const { sku, revision, available, reserved, sold } = stock;
  const counter = { available, reserved, sold };
  const difference = differenceBetween(counter, ledger);
  return isZero(difference) ? undefined : { kind, sku, revision, counter, ledger, difference };
}

/** The units that these reservations hold, by SKU. */
export function heldUnits(reservations: Iterable<Reservation>): Map<string, number> {
  const held = new Map<string, number>();
  for (const reservation of reservations) {
    if (reservation.status !== 'Held') continue;
    for (const { sku, quantity } of reservation.lines) held.set(sku, (held.get(sku) ?? 0) + quantity);
  }
  return held;
}

/** Compares what is counted as reserved with what all reservations hold; nothing is said of the other totals. */
export function compareHeld(stock: Stock, held: number): StockFinding | undefined {
  const { available, sold } = stock;
  return compareStock('reservations', stock, { available, reserved: held, sold });
}
