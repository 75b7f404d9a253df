import type { DetailType, Happening } from '../events/catalogue.ts';
import { type DomainEvent, orderEvents } from '../events/event.ts';
import type { CancellationWish, HeldReservation } from '../inventory/reservation.ts';
import { type StockChange, type StockEffect, stockChanges } from '../inventory/stock.ts';
import type { Instant } from '../time.ts';
import type { Order, OrderFacts } from './order.ts';
import { type CancellationReason, type OrderStatus, transition } from './status.ts';

/** When a change happens, and the event or request that caused it. */
export type ChangeContext = { readonly at: Instant; readonly causationId?: string };

/** What a change asks of the reservation; each is one condition of the write. */
export type ReservationChange = ReservationStep & {
  /** The stock totals follow later, in a batch: the reservation says so from this write on. */
  readonly isUncounted?: true;
};

type ReservationStep =
  | { readonly kind: 'tombstone' }
  | { readonly kind: 'commit'; readonly attempt: number }
  | { readonly kind: 'release' }
  | { readonly kind: 'release_closed'; readonly to: 'Released' | 'Expired' }
  | { readonly kind: 'expire' }
  | { readonly kind: 'return' }
  | { readonly kind: 'wish'; readonly wish: CancellationWish };

/** Everything that changes together: the order, its events, its reservation and the stock, in one transaction. */
export type Change = {
  readonly before: Order;
  readonly after: Order;
  readonly events: readonly DomainEvent[];
  readonly reservation?: ReservationChange;
  readonly stock: readonly StockChange[];
};

/**
 * What was decided about an order. With a `change` it is true once that has been written; without one nothing is to
 * be written. `stale`: what was read does not fit together, since it changed in between; read again.
 */
export type Decision<Outcome extends string> =
  | { readonly outcome: Outcome; readonly change?: Change }
  | { readonly outcome: 'stale'; readonly change?: never };

type ChangeParts = {
  readonly happenings?: readonly Happening[];
  readonly reservation?: ReservationChange;
  readonly stock?: readonly StockChange[];
  /** The version that the events come after, where it is not the order's own. */
  readonly afterVersion?: number;
};

/**
 * Ends a reservation, and has the stock follow: in the same transaction, or, for one whose units came by escrow, in a
 * batch that counts many. So no order on a hot SKU touches the stock item.
 */
export function settle(
  reservation: HeldReservation,
  step: ReservationStep,
  effect: StockEffect,
): Pick<ChangeParts, 'reservation' | 'stock'> {
  if (reservation.batch !== undefined) return { reservation: { ...step, isUncounted: true } };
  return { reservation: step, stock: stockChanges(effect, reservation.lines) };
}

/** Numbers the happenings and stamps the order with them. */
export function changeOrder(before: Order, after: Order, context: ChangeContext, parts: ChangeParts = {}): Change {
  const { happenings = [], reservation, stock = [], afterVersion = before.version } = parts;
  const events = orderEvents(happenings, {
    orderId: before.orderId,
    version: afterVersion + 1,
    occurredAt: context.at,
    correlationId: before.correlationId,
    ...(context.causationId === undefined ? {} : { causationId: context.causationId }),
  });
  return {
    before,
    after: {
      ...after,
      version: afterVersion + events.length,
      revision: before.revision + 1,
      updatedAt: context.at,
    },
    events,
    ...(reservation === undefined ? {} : { reservation }),
    stock,
  };
}

/**
 * The facts of an order that enters a status: the history says when, and why.
 * @throws when the status table does not have the transition: a bug of whoever decided it
 */
export function entering(order: Order, status: OrderStatus, at: Instant, reason?: CancellationReason): OrderFacts {
  if (transition(order.status, status) !== 'changes')
    throw new Error(`No order goes from ${order.status} to ${status}`);
  const { orderId, buyerId, lines, total, paymentMethod, payment, correlationId, fingerprint } = order;
  const entry = { at, status, ...(reason === undefined ? {} : { reason }) };
  return {
    orderId,
    buyerId,
    lines,
    total,
    paymentMethod,
    payment,
    correlationId,
    fingerprint,
    createdAt: order.createdAt,
    updatedAt: at,
    history: [...order.history, entry],
    version: order.version,
    revision: order.revision,
    ...(order.cancellation === undefined ? {} : { cancellation: order.cancellation }),
  };
}

const statusEvents = {
  Submitted: 'OrderStatusChangedToSubmitted',
  AwaitingValidation: 'OrderStatusChangedToAwaitingValidation',
  StockConfirmed: 'OrderStatusChangedToStockConfirmed',
  Paid: 'OrderStatusChangedToPaid',
  Shipped: 'OrderStatusChangedToShipped',
  Cancelled: 'OrderStatusChangedToCancelled',
} as const satisfies Record<OrderStatus, DetailType>;

/** The event that tells an order's status. */
export function statusChanged(order: Order): Happening {
  const { orderId, buyerId, status, total } = order;
  const reason = order.status === 'Cancelled' ? { reason: order.reason } : {};
  return {
    detailType: statusEvents[status],
    data: { orderId, buyerId, status, ...reason, lines: [...order.lines], total },
  };
}
