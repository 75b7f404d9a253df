import type { ClosingCause } from '../../../domain/inventory/reservation.ts';
import type { CancellationReason } from '../../../domain/ordering/status.ts';
import { absent, type ReservationRecord, type Wish, type World, wishReason } from './records.ts';
import type { Without } from './safeguards.ts';

/** What a transaction asks of the reservation. */
export type ReservationWrite =
  | { readonly kind: 'tombstone' }
  | { readonly kind: 'commit' }
  | { readonly kind: 'release' }
  | { readonly kind: 'release_closed'; readonly to: 'Released' | 'Expired' }
  | { readonly kind: 'expire' }
  | { readonly kind: 'wish'; readonly wish: Wish };

/** The reservation after the write, or `lost`: its condition does not hold for what is stored. */
export function written(
  stored: ReservationRecord,
  write: ReservationWrite,
  deadlinePassed: boolean,
  without: Without,
): ReservationRecord | 'lost' {
  if (write.kind === 'tombstone') return stored.status === 'absent' ? { ...stored, status: 'tombstone' } : 'lost';
  if (stored.status !== 'Held' && without !== 'ending_needs_held') return 'lost';
  const open = stored.closing === 'none';
  const unpinned = !stored.pin || without === 'pin_holds_off_the_end';
  switch (write.kind) {
    case 'commit':
      return commitOf(stored, without) === 'committed' ? { ...stored, status: 'Committed' } : 'lost';
    case 'release':
      return open && unpinned ? { ...stored, status: 'Released' } : 'lost';
    case 'release_closed':
      return open ? 'lost' : { ...stored, status: write.to };
    case 'expire':
      return open && unpinned && deadlinePassed ? { ...stored, status: 'Expired' } : 'lost';
    case 'wish':
      return open && stored.pin && stored.wish === 'none' ? { ...stored, wish: write.wish } : 'lost';
  }
}

/** Why nobody may do anything to a reservation that is not held. */
function ended({ status }: ReservationRecord): 'not_held' | 'committed' | 'released' | undefined {
  if (status === 'Held') return undefined;
  if (status === 'absent' || status === 'Rejected') return 'not_held';
  return status === 'Committed' ? 'committed' : 'released';
}

/** The attempt is always the same one: an order has one. */
export function pinOf(stored: ReservationRecord, late: boolean, without: Without) {
  const end = ended(stored);
  if (end !== undefined && without !== 'pinning_needs_held') return end;
  if (stored.closing !== 'none' && without !== 'closing_refuses_a_pin') return 'closed';
  if (stored.wish !== 'none' && without !== 'wish_refuses_a_pin') return 'cancel_requested';
  return stored.pin || !late ? 'pinned' : 'expired';
}

export function commitOf(stored: ReservationRecord, without: Without) {
  const end = ended(stored);
  if (end === 'committed') return 'already_committed';
  if (end !== undefined) return end;
  if (stored.closing !== 'none' && without !== 'closing_refuses_a_commit') return 'closed';
  if (stored.wish !== 'none' && without !== 'wish_refuses_a_commit') return 'cancel_requested';
  return stored.pin || without === 'commit_needs_the_pin' ? 'committed' : 'not_pinned';
}

export function closeOf(stored: ReservationRecord, without: Without) {
  const end = ended(stored);
  if (end !== undefined && without !== 'closing_needs_held') return end;
  return stored.closing === 'none' ? 'closed' : 'already_closed';
}

export function closed(stored: ReservationRecord, cause: ClosingCause, without: Without): ReservationRecord {
  if (without === 'closing_before_undoing') return stored;
  const closable = stored.status === 'Held' || (stored.status === 'Committed' && without === 'closing_needs_held');
  const closes = closable && (stored.closing === 'none' || without === 'first_closing_stands');
  return closes ? { ...stored, closing: cause } : stored;
}

export function isExpired({ status, pin, closing }: ReservationRecord, late: boolean): boolean {
  return status === 'Held' && !pin && closing === 'none' && late;
}

/** A wish can only be recorded before the closing, and then it came first. */
export function closingReason({ wish, closing }: ReservationRecord): CancellationReason | 'not_closed' {
  if (closing === 'none') return 'not_closed';
  return wish === 'none' ? closing : wishReason(wish);
}

/**
 * Every value that a reader can have read, up to the stored one. Pin, wish and closing arrive in this order, each for
 * good: a wish needs a pin, and after a closing comes neither, unless a safeguard is missing.
 */
export function everRead({ reservation, pinnedWhenClosed }: World): readonly ReservationRecord[] {
  const { status, pin, wish, closing, version } = reservation;
  if (status === 'absent') return [reservation];
  if (status === 'Rejected' || status === 'tombstone') return [reservation, absent];
  const held: ReservationRecord = { ...absent, status: 'Held', version };
  const claimed = { ...held, pin, wish, closing };
  const before = pinnedWhenClosed
    ? [claimed, { ...held, closing }, held, absent]
    : [claimed, { ...held, pin, wish }, { ...held, pin }, held, absent];
  return [reservation, ...before.filter((one, index) => !same(one, reservation) && !same(one, before[index - 1]))];
}

function same(one: ReservationRecord, other: ReservationRecord | undefined): boolean {
  return (
    one.status === other?.status && one.pin === other.pin && one.wish === other.wish && one.closing === other.closing
  );
}
