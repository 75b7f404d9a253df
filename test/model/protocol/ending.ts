import type { DetailType } from '../../../domain/events/catalogue.ts';
import type { CancellationReason } from '../../../domain/ordering/status.ts';
import { type Decision, deciding } from './decision.ts';
import { type OrderRecord, type ReservationRecord, type Wish, wishReason } from './records.ts';
import { closingReason, isExpired } from './reservation.ts';
import type { Without } from './safeguards.ts';
import { settlementOf } from './settling.ts';

/** What is decided about an order on its way to `Cancelled`. */

const cancelledEvent: DetailType = 'OrderStatusChangedToCancelled';
const releasedEvent: DetailType = 'OrderStockReleased';

const cancelled = (reason: CancellationReason) => ({ status: 'Cancelled', reason }) as const;

export type AskedWish = Exclude<Wish, 'none'>;

export function cancel(
  order: OrderRecord,
  reservation: ReservationRecord,
  wish: AskedWish,
  without: Without,
): Decision {
  switch (order.status) {
    case 'Shipped':
      return { outcome: 'already_shipped' };
    case 'Cancelled':
      return { outcome: 'already_cancelled' };
    case 'Submitted':
      return deciding('cancelled', order, ended(wish), { events: [cancelledEvent] });
    case 'AwaitingValidation':
      return cancelAwaiting(order, reservation, wish, without);
    case 'StockConfirmed':
      return cancelConfirmed(order, reservation, wish);
    case 'Paid':
      return cancelPaid(order, reservation, wish);
  }
}

const ended = (wish: AskedWish) => ({ ...cancelled(wishReason(wish)), cancellation: wish });

function cancelAwaiting(order: OrderRecord, found: ReservationRecord, wish: AskedWish, without: Without): Decision {
  if (found.status === 'Rejected') return { outcome: 'already_ending' };
  if (found.status === 'Held') return releaseNow(order, wish, found.version);
  if (found.status !== 'absent') return { outcome: 'stale' };
  const bars = without !== 'cancelling_leaves_a_tombstone';
  return deciding('cancelled', order, ended(wish), {
    events: [cancelledEvent],
    ...(bars ? { reservation: { kind: 'tombstone' } } : {}),
  });
}

function cancelConfirmed(order: OrderRecord, found: ReservationRecord, wish: AskedWish): Decision {
  if (found.status !== 'Held') return { outcome: 'stale' };
  if (found.wish !== 'none') return { outcome: 'already_requested' };
  if (found.closing !== 'none' || order.payment === 'declined') return { outcome: 'already_ending' };
  if (!found.pin) return releaseNow(order, wish, order.version);
  return deciding('requested', order, { cancellation: wish }, { reservation: { kind: 'wish', wish } });
}

function releaseNow(order: OrderRecord, wish: AskedWish, after: number): Decision {
  return deciding('cancelled', order, ended(wish), {
    events: [cancelledEvent, releasedEvent],
    after,
    reservation: { kind: 'release' },
    stock: 'release',
  });
}

/** The next execution undoes the money. */
function cancelPaid(order: OrderRecord, found: ReservationRecord, wish: AskedWish): Decision {
  if (found.status !== 'Committed') return { outcome: 'stale' };
  const off = wish === 'staff_write_off';
  const adjusted = Array.from({ length: order.lines }, (): DetailType => 'StockAdjusted');
  return deciding(
    'cancelled_paid',
    order,
    { ...ended(wish), saga: 'recovery' },
    { events: [cancelledEvent, ...(off ? adjusted : [releasedEvent])], stock: off ? 'write_off' : 'return' },
  );
}

export function expire(order: OrderRecord, found: ReservationRecord, late: boolean, without: Without): Decision {
  const ends = isExpired(without === 'pin_holds_off_the_end' ? { ...found, pin: false } : found, late);
  if (!ends) return { outcome: 'not_expired' };
  if (order.status !== 'AwaitingValidation' && order.status !== 'StockConfirmed') return { outcome: 'stale' };
  return deciding('expired', order, cancelled('expired'), {
    events: [cancelledEvent, releasedEvent],
    after: order.status === 'AwaitingValidation' ? found.version : order.version,
    reservation: { kind: 'expire' },
    stock: 'release',
  });
}

export function release(order: OrderRecord, found: ReservationRecord, without: Without): Decision {
  if (order.status === 'Paid' || order.status === 'Shipped') return { outcome: 'committed' };
  if (order.status === 'Cancelled') return { outcome: 'already_released' };
  if (order.status !== 'StockConfirmed' || found.status !== 'Held') return { outcome: 'stale' };
  const reason = closingReason(found);
  if (reason === 'not_closed') return { outcome: reason };
  const settled = settlementOf(order, found, without) === 'settled' || without === 'release_needs_settled_money';
  if (!settled) return { outcome: 'payment_unsettled' };
  return deciding('released', order, cancelled(reason), {
    events: [cancelledEvent, releasedEvent],
    reservation: { kind: 'release_closed', to: reason === 'expired' ? 'Expired' : 'Released' },
    stock: 'release',
  });
}

export function cancelUncaptured(order: OrderRecord, found: ReservationRecord): Decision {
  if (order.status === 'Cancelled') return { outcome: 'already_cancelled' };
  if (order.status === 'Shipped') return { outcome: 'captured' };
  if (order.status !== 'Paid') return { outcome: 'stale' };
  if (order.payment !== 'authorized') return { outcome: 'captured' };
  if (found.status !== 'Committed') return { outcome: 'stale' };
  return deciding('cancelled', order, cancelled('payment_failed'), {
    events: ['OrderPaymentFailed', cancelledEvent, releasedEvent],
    stock: 'return',
  });
}
