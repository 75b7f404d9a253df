import type { ClosingCause } from '../../../domain/inventory/reservation.ts';
import type { Ledger, OrderRecord, ReservationRecord } from './records.ts';
import { isExpired } from './reservation.ts';
import type { Without } from './safeguards.ts';

/** What undoing an order's money takes, and what the provider does about it. */

export function settlementOf(order: OrderRecord, found: ReservationRecord, without: Without) {
  if (order.status === 'Paid' || order.status === 'Shipped') return 'paid';
  if (order.payment === 'captured') return 'refund';
  if (order.payment === 'authorized') return 'void';
  if (order.payment !== 'none') return 'settled';
  if (found.status === 'absent' || found.status === 'Rejected' || found.status === 'tombstone') return 'settled';
  const open = found.closing === 'none' && without !== 'closing_before_undoing';
  if (found.status === 'Held' && open) return 'not_closed';
  if (found.pin) return 'void';
  return order.status === 'Cancelled' || found.status === 'Held' ? 'settled' : 'not_closed';
}

export function closingCause(order: OrderRecord, found: ReservationRecord, late: boolean): ClosingCause {
  if (order.payment === 'declined') return 'payment_failed';
  return isExpired(found, late) ? 'expired' : 'payment_timeout';
}

type Answer<Outcome extends string> = { readonly outcome: Outcome; readonly ledger: Ledger };

/** What the payment method makes of a first authorisation. */
export type Verdict = 'authorized' | 'uncapturable' | 'declined';

export function authorizeAt(ledger: Ledger, verdict: Verdict): Answer<'authorized' | 'declined' | 'refused'> {
  switch (ledger) {
    case 'unseen':
      return { outcome: verdict === 'declined' ? 'declined' : 'authorized', ledger: verdict };
    case 'declined':
      return { outcome: 'declined', ledger };
    case 'voided':
    case 'barred':
    case 'refunded':
      return { outcome: 'refused', ledger };
    default:
      return { outcome: 'authorized', ledger };
  }
}

export function captureAt(ledger: Ledger): Answer<'captured' | 'refused'> {
  const captures = ledger === 'authorized' || ledger === 'captured';
  return captures ? { outcome: 'captured', ledger: 'captured' } : { outcome: 'refused', ledger };
}

export function voidAt(ledger: Ledger, without: Without): Answer<'voided' | 'declined' | 'captured' | 'refunded'> {
  switch (ledger) {
    case 'unseen':
      return { outcome: 'voided', ledger: without === 'void_bars_the_key' ? 'unseen' : 'barred' };
    case 'authorized':
    case 'uncapturable':
      return { outcome: 'voided', ledger: 'voided' };
    case 'barred':
      return { outcome: 'voided', ledger };
    default:
      return { outcome: ledger, ledger };
  }
}

export function refundAt(ledger: Ledger): Answer<'refunded' | 'refused'> {
  const refunds = ledger === 'captured' || ledger === 'refunded';
  return refunds ? { outcome: 'refunded', ledger: 'refunded' } : { outcome: 'refused', ledger };
}
