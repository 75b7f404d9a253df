import type { ClosingCause } from '../../../domain/inventory/reservation.ts';
import type { CancellationReason, OrderStatus } from '../../../domain/ordering/status.ts';
import type { PaymentStatus } from '../../../domain/payment/payment.ts';
import { type Due, nothingDue } from './due.ts';

/** Everything that is stored about one order, with what is of no concern to the protocol left out. */

export type Wish = 'none' | 'buyer' | 'staff' | 'staff_write_off';

export type OrderRecord = {
  readonly status: OrderStatus;
  readonly reason: CancellationReason | 'none';
  readonly payment: PaymentStatus;
  readonly cancellation: Wish;
  /** Whether an execution was ever counted, and whether the latest is one that only undoes or completes. */
  readonly saga: 'none' | 'first' | 'recovery';
  /** The number of the order's latest event. */
  readonly version: number;
  readonly lines: number;
};

export type ReservationRecord = {
  readonly status: 'absent' | 'tombstone' | 'Rejected' | 'Held' | 'Committed' | 'Released' | 'Expired';
  readonly pin: boolean;
  readonly wish: Wish;
  readonly closing: ClosingCause | 'none';
  /** The number of the event that the insert tells; 0 where it tells none. */
  readonly version: number;
};

/** What the payment provider knows of the order's one key. `uncapturable`: authorised, and every capture refused. */
export type Ledger =
  | 'unseen'
  | 'authorized'
  | 'uncapturable'
  | 'declined'
  | 'captured'
  | 'voided'
  | 'barred'
  | 'refunded';

/** The order's sum of movements of each total, in multiples of its lines: one transaction moves all lines alike. */
export type Moved = { readonly available: number; readonly reserved: number; readonly sold: number };

export type World = {
  readonly order: OrderRecord;
  readonly reservation: ReservationRecord;
  readonly ledger: Ledger;
  readonly moved: Moved;
  readonly deadlinePassed: boolean;
  /** The number of the event that asks for stock, which its message carries; 0 until it is told. */
  readonly asked: number;
  /** All that has ever been sent or begun. Nothing leaves it: it may all happen again, at any later time. */
  readonly due: Due;
  /** History: the pin came after the closing, which no protocol with all its safeguards lets happen. */
  readonly pinnedWhenClosed: boolean;
  /** History, which no step reads: the cause of the end that was recorded first. */
  readonly firstCause: CancellationReason | 'none';
  /** History: how many events were told, and whether one was numbered otherwise than after the one before. */
  readonly told: number;
  readonly misnumbered: boolean;
};

export const absent: ReservationRecord = { status: 'absent', pin: false, wish: 'none', closing: 'none', version: 0 };

/** A placed order: `Submitted` where there is a grace period, and otherwise asking for its stock. */
export function placed(status: 'Submitted' | 'AwaitingValidation', lines: number): World {
  return {
    order: { status, reason: 'none', payment: 'none', cancellation: 'none', saga: 'none', version: 1, lines },
    reservation: absent,
    ledger: 'unseen',
    moved: { available: 0, reserved: 0, sold: 0 },
    deadlinePassed: false,
    asked: status === 'Submitted' ? 0 : 1,
    due: nothingDue,
    pinnedWhenClosed: false,
    firstCause: 'none',
    told: 1,
    misnumbered: false,
  };
}

export function wishReason(wish: Exclude<Wish, 'none'>): CancellationReason {
  return wish === 'buyer' ? 'cancelled_by_buyer' : 'cancelled_by_staff';
}
