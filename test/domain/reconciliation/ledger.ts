import type { Movement } from '../../../domain/inventory/movement.ts';
import { movementPosition } from '../../../domain/inventory/movement.ts';
import { applyDeltas, type Stock, type StockDeltas } from '../../../domain/inventory/stock.ts';
import { type LedgerFold, readOn, startReading } from '../../../domain/reconciliation/ledger-fold.ts';
import type { ReadLedger } from '../../../domain/reconciliation/ledger-look.ts';
import { addSeconds } from '../../../domain/time.ts';

export const start = '2026-01-01T00:00:00.000Z';
export const none: StockDeltas = { available: 0, reserved: 0, sold: 0 };

export function seconds(count: number): string {
  return addSeconds(start, count);
}

/** One SKU with its ledger, whose rows arrive when they like. */
export class Books {
  stock: Stock = { sku: 'mug', available: 0, reserved: 0, sold: 0, revision: 1 };
  readonly #rows: { readonly movement: Movement; readonly visibleAt: string }[] = [];
  /** How many rows one reading takes. */
  readonly #rowsPerReading: number;
  rowsRead = 0;

  constructor(rowsPerReading = Number.POSITIVE_INFINITY) {
    this.#rowsPerReading = rowsPerReading;
  }

  /** Moves units; what would make a total negative moves none. The row of it arrives later. */
  move(deltas: StockDeltas, at: string, lagSeconds = 0): void {
    const totals = applyDeltas(this.stock, deltas);
    if (totals === undefined) return;
    this.stock = { ...this.stock, ...totals, revision: this.stock.revision + 1 };
    const movementId = `event${this.stock.revision}.mug`;
    const movement: Movement = { movementId, sku: 'mug', at, cause: 'adjusted', ...deltas };
    this.#rows.push({ movement, visibleAt: addSeconds(at, lagSeconds) });
  }

  changeByHand(deltas: StockDeltas): void {
    const { available, reserved, sold } = this.stock;
    this.stock = {
      ...this.stock,
      available: available + deltas.available,
      reserved: reserved + deltas.reserved,
      sold: sold + deltas.sold,
    };
  }

  loseFirstRow(): void {
    this.#rows.shift();
  }

  /** The ledger as it is seen at a time. */
  reader(at: string): ReadLedger {
    return async (from: LedgerFold, settledBefore: string) => {
      const rows = this.#rows
        .filter(({ visibleAt }) => visibleAt <= at)
        .map(({ movement }) => movement)
        .filter((movement) => from.after === undefined || movementPosition(movement) > from.after)
        .sort((left, right) => (movementPosition(left) < movementPosition(right) ? -1 : 1));
      const read = rows.slice(0, this.#rowsPerReading);
      this.rowsRead += read.length;
      return { ...readOn(startReading(from), read, settledBefore), complete: read.length === rows.length };
    };
  }
}
