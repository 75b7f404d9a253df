import type { StockLine } from '../lines.ts';
import type { CancellationReason } from '../ordering/status.ts';
import type { Instant } from '../time.ts';

/** A SKU that an order asks more of than there is. */
export type Shortage = { readonly sku: string; readonly requested: number; readonly available: number };

/** Who asked for the cancellation of an order, and how; `restock: false` writes a paid order's units off. */
export type CancellationWish = {
  readonly requestedAt: Instant;
  readonly by: 'buyer' | 'staff';
  readonly restock?: boolean;
  readonly note?: string;
};

export type ClosingCause = 'payment_failed' | 'payment_timeout' | 'expired';

/** What the insert tells for ever: the decision's place among the order's events, and what caused it. */
type Decided = {
  readonly orderId: string;
  readonly version: number;
  readonly decidedAt: Instant;
  readonly correlationId: string;
  readonly causationId: string;
};

type Holding = Decided & {
  readonly lines: readonly StockLine[];
  readonly deadline: Instant;
  /**
   * The batch whose leases these units come from. Such a reservation's commit, release and return are counted in
   * batches, whether its SKUs are hot at that moment or not; one without has them counted in the order's transaction.
   */
  readonly batch?: string;
};

/** Attributes that arrive while units are held; each is written once, by a condition, and never taken away. */
type Claims = {
  /** The payment attempt in flight. No clock lifts it: only settling the attempt does. */
  readonly pin?: number;
  readonly wish?: CancellationWish;
  /** From here on no commit is possible. */
  readonly closing?: { readonly cause: ClosingCause; readonly at: Instant };
};

export type HeldReservation = Holding & Claims & { readonly status: 'Held' };
export type RejectedReservation = Decided & { readonly status: 'Rejected'; readonly shortages: readonly Shortage[] };
export type SettledReservation = Holding &
  Claims &
  Counting & { readonly status: 'Committed' | 'Released' | 'Expired' };

/** How far the stock totals have followed a reservation that is counted in batches; none of it is ever taken back. */
type Counting = {
  /** Since when its latest change has been waiting to be counted. It goes when a batch claims that. */
  readonly uncountedSince?: Instant;
  /** The batch that counts its commit or its release. */
  readonly countedBy?: string;
  /** When its units, committed before, were given back. */
  readonly returnedAt?: Instant;
  /** The batch that counts their return. */
  readonly returnCountedBy?: string;
};
/** A cancellation that came before the reservation: the late reservation finds it and is refused. */
export type Tombstone = { readonly orderId: string; readonly status: 'Released'; readonly lines: readonly [] };

/**
 * The one decision per order about its units. Whoever inserts it first decides: `Held`, `Rejected`, or the tombstone.
 * A held one ends exactly once, as `Committed`, `Released` or `Expired`.
 */
export type Reservation = HeldReservation | RejectedReservation | SettledReservation | Tombstone;

export type ReservationStatus = Reservation['status'];

export function isTombstone(reservation: Reservation): reservation is Tombstone {
  return reservation.status === 'Released' && reservation.lines.length === 0;
}

/** What the insert needs to know of the order: the triggering event names it all. */
export type ReservationRequest = {
  readonly orderId: string;
  readonly lines: readonly StockLine[];
  readonly eventVersion: number;
  readonly eventId: string;
  readonly correlationId: string;
  readonly decidedAt: Instant;
};

/** The decision takes the version after its triggering event's. */
function decided(request: ReservationRequest): Decided {
  return {
    orderId: request.orderId,
    version: request.eventVersion + 1,
    decidedAt: request.decidedAt,
    correlationId: request.correlationId,
    causationId: request.eventId,
  };
}

/** @param batch names the escrow that the units come from; left out where a transaction takes them */
export function heldReservation(request: ReservationRequest, deadline: Instant, batch?: string): HeldReservation {
  const lines = request.lines.map(({ sku, quantity }) => ({ sku, quantity }));
  return { ...decided(request), status: 'Held', lines, deadline, ...(batch === undefined ? {} : { batch }) };
}

export function rejectedReservation(request: ReservationRequest, shortages: readonly Shortage[]): RejectedReservation {
  return { ...decided(request), status: 'Rejected', shortages };
}

/** The lines that are short of stock; an unknown SKU has none available. Empty when the order fits. */
export function shortagesOf(lines: readonly StockLine[], available: ReadonlyMap<string, number>): Shortage[] {
  return lines
    .map(({ sku, quantity }) => ({ sku, requested: quantity, available: available.get(sku) ?? 0 }))
    .filter((line) => line.available < line.requested);
}

export type PinOutcome =
  | 'pinned'
  | 'expired'
  | 'cancel_requested'
  | 'closed'
  | 'pinned_by_another'
  | 'committed'
  | 'released'
  | 'not_held';

/**
 * Whether a payment attempt may pin the reservation, so that it cannot expire while the payment is in flight.
 * The same attempt's pin holds whatever the time; a first pin must come before the deadline.
 */
export function pinOutcome(reservation: Reservation | undefined, attempt: number, at: Instant): PinOutcome {
  if (reservation === undefined || reservation.status === 'Rejected') return 'not_held';
  if (reservation.status === 'Committed') return 'committed';
  if (reservation.status !== 'Held') return 'released';
  if (reservation.closing !== undefined) return 'closed';
  if (reservation.wish !== undefined) return 'cancel_requested';
  if (reservation.pin === undefined) return at < reservation.deadline ? 'pinned' : 'expired';
  return reservation.pin === attempt ? 'pinned' : 'pinned_by_another';
}

export type CommitOutcome =
  | 'committed'
  | 'already_committed'
  | 'cancel_requested'
  | 'closed'
  | 'not_pinned'
  | 'released'
  | 'not_held';

/** Whether a commit may happen: it needs `Held`, this attempt's pin, and neither wish nor closing. */
export function commitOutcome(reservation: Reservation | undefined, attempt: number): CommitOutcome {
  if (reservation === undefined || reservation.status === 'Rejected') return 'not_held';
  if (reservation.status === 'Committed') return 'already_committed';
  if (reservation.status !== 'Held') return 'released';
  if (reservation.closing !== undefined) return 'closed';
  if (reservation.wish !== undefined) return 'cancel_requested';
  return reservation.pin === attempt ? 'committed' : 'not_pinned';
}

export type CloseOutcome = 'closed' | 'already_closed' | 'committed' | 'released' | 'not_held';

/** Whether a closing changes the reservation: the first one stands, and a committed one is not undone. */
export function closeOutcome(reservation: Reservation | undefined): CloseOutcome {
  if (reservation === undefined || reservation.status === 'Rejected') return 'not_held';
  if (reservation.status === 'Committed') return 'committed';
  if (reservation.status !== 'Held') return 'released';
  return reservation.closing === undefined ? 'closed' : 'already_closed';
}

/** A deadline counts only while no payment is in flight. */
export function isExpired(reservation: HeldReservation, at: Instant): boolean {
  return reservation.pin === undefined && reservation.closing === undefined && at >= reservation.deadline;
}

/** Why an order with this closed reservation ends: a wish that was recorded before the closing comes first. */
export function closingReason(reservation: HeldReservation): CancellationReason | 'not_closed' {
  if (reservation.closing === undefined) return 'not_closed';
  return reservation.wish === undefined ? reservation.closing.cause : wishReason(reservation.wish.by);
}

export function wishReason(by: CancellationWish['by']): CancellationReason {
  return by === 'staff' ? 'cancelled_by_staff' : 'cancelled_by_buyer';
}
