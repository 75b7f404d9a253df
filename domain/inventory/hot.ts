import type { Instant } from '../time.ts';
import type { ReservationRequest } from './reservation.ts';

/** What is remembered of a SKU that is hot, or was once. */
export type HotSku = {
  readonly sku: string;
  readonly promotedAt: Instant;
  /** There once the SKU is quiet again. */
  readonly demotedAt?: Instant;
  /** What the sweep has seen last, to tell the rate of orders by. */
  readonly seen?: { readonly leaseRequests: number; readonly at: Instant };
  /** Since when the rate has been low. */
  readonly quietSince?: Instant;
};

/** What is needed to insert the reservation of an admitted order, again if need be. */
export type AdmittedOrder = Omit<ReservationRequest, 'decidedAt'>;

/**
 * What one batch of reserving has decided, once for ever: either who was admitted, or, by a recovery that came first,
 * that nobody was. Nothing about it expires, since a worker that was thought dead may still read it.
 */
export type BatchDecision =
  | {
      readonly outcome: 'admitted';
      readonly orders: readonly AdmittedOrder[];
      readonly decidedAt: Instant;
      readonly ttlSeconds: number;
    }
  | { readonly outcome: 'aborted' };
