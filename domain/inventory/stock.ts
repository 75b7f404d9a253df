import * as z from 'zod/mini';
import type { StockLine } from '../lines.ts';
import type { Instant } from '../time.ts';

/** The totals of one SKU. `revision` rises with every write, and numbers the events of the SKU. */
export type Stock = {
  readonly sku: string;
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
  readonly revision: number;
  readonly restockThreshold?: number;
  /** Staff has announced a rush: the SKU is kept hot. */
  readonly hot?: boolean;
  /** The open leases, by batch. It is there, even if empty, exactly while the SKU is hot. */
  readonly leases?: Readonly<Record<string, Lease>>;
  /**
   * The open counting tokens, by batch. It is there once the SKU was hot, and stays: orders that came by escrow may
   * have to be counted long after.
   */
  readonly counts?: Readonly<Record<string, { readonly at: Instant }>>;
  /** How many orders have asked for a lease, ever: the sweep tells the rate by it. */
  readonly leaseRequests?: number;
  /** The latest adjustment, so that its event can be told with the totals that it left. */
  readonly adjustment?: StockAdjustment;
};

/** Units that a batch of orders holds in escrow on a stock item: counted as reserved, and not yet decided on. */
export type Lease = { readonly units: number; readonly at: Instant };

export function isHot(stock: Stock): boolean {
  return stock.leases !== undefined;
}

/** Units that may still come back to available: those that batches hold and have not decided on. */
export function leasedUnits({ leases = {} }: Pick<Stock, 'leases'>): number {
  return Object.values(leases).reduce((sum, { units }) => sum + units, 0);
}

/** What orders may still get: what is available, and what is in escrow. It reaches zero when all is decided on. */
export function sellable(stock: Pick<Stock, 'available' | 'leases'>): number {
  return stock.available + leasedUnits(stock);
}

export type StockTotals = Pick<Stock, 'available' | 'reserved' | 'sold'>;

/** What stands in the warehouse and is not sold. */
export function onHand(totals: Pick<Stock, 'available' | 'reserved'>): number {
  return totals.available + totals.reserved;
}

/** Signed changes of the three totals. */
export type StockDeltas = { readonly available: number; readonly reserved: number; readonly sold: number };

/** Every way in which an order changes stock. A write-off takes sold units out of the books. */
export type StockEffect = 'reserve' | 'commit' | 'release' | 'return' | 'write_off';

const effectSigns: Readonly<Record<StockEffect, StockDeltas>> = {
  reserve: { available: -1, reserved: 1, sold: 0 },
  commit: { available: 0, reserved: -1, sold: 1 },
  release: { available: 1, reserved: -1, sold: 0 },
  return: { available: 1, reserved: 0, sold: -1 },
  write_off: { available: 0, reserved: 0, sold: -1 },
};

/** Multiplication by the quantity, without the negative zero that it gives for an untouched total. */
function times(sign: number, quantity: number): number {
  return sign === 0 ? 0 : sign * quantity;
}

export function deltasOf(effect: StockEffect, quantity: number): StockDeltas {
  const signs = effectSigns[effect];
  return {
    available: times(signs.available, quantity),
    reserved: times(signs.reserved, quantity),
    sold: times(signs.sold, quantity),
  };
}

export type StockChange = {
  readonly sku: string;
  readonly effect: StockEffect;
  readonly quantity: number;
  /** A counting batch that must have been applied before. */
  readonly afterBatch?: string;
};

export function stockChanges(effect: StockEffect, lines: readonly StockLine[]): StockChange[] {
  return lines.map(({ sku, quantity }) => ({ sku, effect, quantity }));
}

/** A change that would make a total negative is refused; `undefined` says so. */
export function applyDeltas(totals: StockTotals, deltas: StockDeltas): StockTotals | undefined {
  const next = {
    available: totals.available + deltas.available,
    reserved: totals.reserved + deltas.reserved,
    sold: totals.sold + deltas.sold,
  };
  return next.available >= 0 && next.reserved >= 0 && next.sold >= 0 ? next : undefined;
}

export const adjustmentReasons = ['received', 'returned', 'damaged', 'correction'] as const;
export const adjustmentReasonSchema = z.enum(adjustmentReasons);

export const maximumDelta = 1_000_000_000;

export type StockAdjustment = {
  readonly adjustmentId: string;
  /** Of available. */
  readonly delta: number;
  /** Of the other totals: only a correction of the ledger has them, which changes no total. */
  readonly reserved?: number;
  readonly sold?: number;
  readonly reason: z.infer<typeof adjustmentReasonSchema>;
  readonly note?: string;
  readonly at: string;
  readonly correlationId: string;
};
