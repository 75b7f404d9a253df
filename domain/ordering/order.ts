import type { CancellationWish, Shortage } from '../inventory/reservation.ts';
import type { OrderLine } from '../lines.ts';
import type { Money } from '../money.ts';
import { holdsMoney, type Payment } from '../payment/payment.ts';
import type { Instant } from '../time.ts';
import type { CancellationReason, OrderStatus } from './status.ts';

export type HistoryEntry = {
  readonly at: Instant;
  readonly status: OrderStatus;
  readonly reason?: CancellationReason;
};

/** What the order knows of its reservation: written with the order's own status, so that both are read as one. */
export type ReservationSummary = {
  readonly status: 'Held' | 'Committed' | 'Released' | 'Expired' | 'Rejected';
  readonly deadline?: Instant;
};

/** What every order has, whatever its status. */
export type OrderFacts = {
  readonly orderId: string;
  readonly buyerId: string;
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  readonly paymentMethod: string;
  readonly payment: Payment;
  readonly correlationId: string;
  /** SHA-256 of the request that placed the order, to tell a repeat from another request under the same key. */
  readonly fingerprint: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly history: readonly HistoryEntry[];
  /** The number of the order's latest event. */
  readonly version: number;
  /** Rises with every write, also with those that tell no event. */
  readonly revision: number;
  readonly cancellation?: CancellationWish;
};

/** Executions of the saga: how many were started after the first, and when the latest was. */
export type SagaRun = { readonly recoveries: number; readonly startedAt: Instant };

export type SubmittedOrder = OrderFacts & { readonly status: 'Submitted' };
export type AwaitingOrder = OrderFacts & { readonly status: 'AwaitingValidation' };
export type ConfirmedOrder = OrderFacts & {
  readonly status: 'StockConfirmed';
  readonly reservation: ReservationSummary;
  readonly saga: SagaRun;
};
export type PaidOrder = OrderFacts & {
  readonly status: 'Paid';
  readonly reservation: ReservationSummary;
  readonly saga: SagaRun;
};
export type ShippedOrder = OrderFacts & {
  readonly status: 'Shipped';
  readonly reservation: ReservationSummary;
  readonly saga: SagaRun;
};
export type CancelledOrder = OrderFacts & {
  readonly status: 'Cancelled';
  readonly reason: CancellationReason;
  readonly shortages?: readonly Shortage[];
  readonly reservation?: ReservationSummary;
  readonly saga?: SagaRun;
};

export type Order = SubmittedOrder | AwaitingOrder | ConfirmedOrder | PaidOrder | ShippedOrder | CancelledOrder;

/** An order is settled when neither its stock nor its money can still change by itself; until then it is in flight. */
export function isSettled(order: Order): boolean {
  switch (order.status) {
    case 'Submitted':
    case 'AwaitingValidation':
    case 'StockConfirmed':
      return false;
    case 'Paid':
      return order.payment.status === 'captured';
    case 'Shipped':
      return true;
    case 'Cancelled':
      return !holdsMoney(order.payment.status);
  }
}
