import type { Instant } from '../time.ts';
import type { Reservation, SettledReservation } from './reservation.ts';
import { deltasOf, type Stock, type StockDeltas, type StockEffect } from './stock.ts';

/** A reservation that came by escrow, and has ended: its stock totals follow in batches. */
export type CountedReservation = SettledReservation & { readonly batch: string };

/**
 * What a batch counts of each of its reservations. `settlement`: the commit or the release, whichever it was. `return`:
 * the units of a paid order that was cancelled. They are counted by batches apart, so that a settlement waits for none.
 */
export type CountingStep = 'settlement' | 'return';

/** What a counting batch has decided, once for ever: whom it counts, or, by a recovery that came first, nobody. */
export type CountingRecord =
  | {
      readonly outcome: 'counting';
      readonly step: CountingStep;
      readonly orderIds: readonly string[];
      /** Every SKU of these orders: each has a token of this batch. */
      readonly skus: readonly string[];
      readonly decidedAt: Instant;
    }
  | { readonly outcome: 'aborted' };

export function isCountedInBatches(reservation: Reservation | undefined): reservation is CountedReservation {
  if (reservation === undefined || !('batch' in reservation) || reservation.batch === undefined) return false;
  return reservation.status !== 'Held';
}

/** Whether no batch has claimed this step of the reservation yet. */
export function isDue(reservation: CountedReservation, step: CountingStep): boolean {
  if (step === 'settlement') return reservation.countedBy === undefined;
  return reservation.returnedAt !== undefined && reservation.returnCountedBy === undefined;
}

/** Whether this batch is the one that counts the step. */
export function isClaimedBy(reservation: CountedReservation, step: CountingStep, batchId: string): boolean {
  return (step === 'settlement' ? reservation.countedBy : reservation.returnCountedBy) === batchId;
}

/** What the step does to stock. */
export function effectOf({ status }: CountedReservation, step: CountingStep): StockEffect {
  if (step === 'return') return 'return';
  return status === 'Committed' ? 'commit' : 'release';
}

const nothing: StockDeltas = { available: 0, reserved: 0, sold: 0 };

/** What a batch changes of each SKU: the sum of the steps that it has claimed, and zero for the SKUs that are left. */
export function countedDeltas(
  skus: readonly string[],
  claimed: readonly CountedReservation[],
  step: CountingStep,
): Map<string, StockDeltas> {
  const sums = new Map(skus.map((sku) => [sku, nothing]));
  for (const reservation of claimed) {
    for (const { sku, quantity } of reservation.lines) {
      sums.set(sku, plus(sums.get(sku) ?? nothing, deltasOf(effectOf(reservation, step), quantity)));
    }
  }
  return sums;
}

function plus(left: StockDeltas, right: StockDeltas): StockDeltas {
  return {
    available: left.available + right.available,
    reserved: left.reserved + right.reserved,
    sold: left.sold + right.sold,
  };
}

/** The SKUs of some reservations, each once. */
export function skusOf(reservations: readonly Pick<CountedReservation, 'lines'>[]): string[] {
  return [...new Set(reservations.flatMap(({ lines }) => lines.map(({ sku }) => sku)))];
}

/** The batches whose tokens were opened then or earlier and are open still, with the SKUs that have them. */
export function batchesToRecover(stocks: readonly Stock[], before: Instant): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { sku, counts = {} } of stocks) {
    for (const [batchId, { at }] of Object.entries(counts)) {
      if (at <= before) found.set(batchId, [...(found.get(batchId) ?? []), sku]);
    }
  }
  return found;
}

/** Whether a batch is at work on the SKU: its totals are not what reservations and ledger say. */
export function hasOpenBatches({ leases = {}, counts = {} }: Stock): boolean {
  return Object.keys(leases).length > 0 || Object.keys(counts).length > 0;
}
