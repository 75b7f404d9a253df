import type * as provider from '../../../adapters/payments/simulated/ledger.ts';
import type * as reserving from '../../../domain/inventory/reservation.ts';
import type * as advance from '../../../domain/ordering/advance.ts';
import type * as cancelling from '../../../domain/ordering/cancel.ts';
import type * as paying from '../../../domain/ordering/pay.ts';
import type { SweepAction, startRecovery } from '../../../domain/ordering/saga.ts';

type OutcomeOf<Decide extends (...args: never) => { readonly outcome: string }> = ReturnType<Decide>['outcome'];

/** `reached`: the search has come to it. Anything else says why nobody ever can. */
type Listed<Outcome extends string> = Readonly<Record<Outcome, string>>;

type Outcomes = {
  readonly endGracePeriod: Listed<OutcomeOf<typeof advance.endGracePeriod>>;
  readonly followReservation: Listed<OutcomeOf<typeof advance.followReservation>>;
  readonly shipOrder: Listed<OutcomeOf<typeof advance.shipOrder>>;
  readonly commitOrder: Listed<OutcomeOf<typeof paying.commitOrder>>;
  readonly recordPayment: Listed<OutcomeOf<typeof paying.recordPayment>>;
  readonly cancelOrder: Listed<OutcomeOf<typeof cancelling.cancelOrder>>;
  readonly expireOrder: Listed<OutcomeOf<typeof cancelling.expireOrder>>;
  readonly releaseClosed: Listed<OutcomeOf<typeof cancelling.releaseClosed>>;
  readonly cancelUncaptured: Listed<OutcomeOf<typeof cancelling.cancelUncaptured>>;
  readonly startRecovery: Listed<OutcomeOf<typeof startRecovery>>;
  readonly pinOutcome: Listed<reserving.PinOutcome>;
  readonly commitOutcome: Listed<reserving.CommitOutcome>;
  readonly closeOutcome: Listed<reserving.CloseOutcome>;
  readonly closingReason: Listed<ReturnType<typeof reserving.closingReason>>;
  readonly closingCause: Listed<reserving.ClosingCause>;
  readonly settlementOf: Listed<paying.SettlementOutcome>;
  readonly sweepAction: Listed<SweepAction>;
  readonly authorize: Listed<OutcomeOf<typeof provider.authorize>>;
  readonly capture: Listed<OutcomeOf<typeof provider.capture>>;
  readonly void: Listed<OutcomeOf<typeof provider.voidAuthorization>>;
  readonly refund: Listed<OutcomeOf<typeof provider.refund>>;
};

const reached = 'reached';
const unbatched = 'The reservations of the search come by no escrow: counting has tests of its own.';
const oneRead = 'It is decided on the order alone, which is compared when it is written.';

/** Every outcome of the domain; a new one does not compile until it stands here. */
export const outcomes: Outcomes = {
  endGracePeriod: { awaiting_validation: reached, already_ended: reached, cancelled: reached, stale: oneRead },
  followReservation: {
    confirmed: reached,
    already_confirmed: reached,
    rejected: reached,
    past: reached,
    not_reserved: reached,
    stale: 'A reservation ends together with an order that leaves AwaitingValidation.',
  },
  shipOrder: {
    shipped: reached,
    already_shipped: reached,
    payment_not_captured: reached,
    order_not_paid: reached,
    stale: oneRead,
  },
  commitOrder: {
    committed: reached,
    already_committed: reached,
    cancelled: reached,
    cancel_requested: reached,
    closed: reached,
    not_pinned: reached,
    stale: reached,
  },
  recordPayment: { recorded: reached, already_recorded: reached, superseded: reached, stale: oneRead },
  cancelOrder: {
    cancelled: reached,
    cancelled_paid: reached,
    requested: reached,
    already_requested: reached,
    already_ending: reached,
    already_cancelled: reached,
    already_shipped: reached,
    commit_not_counted: unbatched,
    stale: reached,
  },
  expireOrder: { expired: reached, not_expired: reached, stale: reached },
  releaseClosed: {
    released: reached,
    already_released: reached,
    committed: reached,
    payment_unsettled: reached,
    not_closed: reached,
    stale: reached,
  },
  cancelUncaptured: { cancelled: reached, already_cancelled: reached, captured: reached, stale: reached },
  startRecovery: { recovering: reached, settled: reached, stale: oneRead },
  pinOutcome: {
    pinned: reached,
    expired: reached,
    cancel_requested: reached,
    closed: reached,
    pinned_by_another: 'An order has one payment attempt.',
    committed: reached,
    released: reached,
    not_held: reached,
  },
  commitOutcome: {
    committed: reached,
    already_committed: reached,
    cancel_requested: reached,
    closed: reached,
    not_pinned: reached,
    released: reached,
    not_held: reached,
  },
  closeOutcome: { closed: reached, already_closed: reached, committed: reached, released: reached, not_held: reached },
  closingReason: {
    not_closed: reached,
    payment_failed: reached,
    payment_timeout: reached,
    expired: reached,
    cancelled_by_buyer: reached,
    cancelled_by_staff: reached,
    stock_rejected: 'A rejected reservation is never held, and cannot be closed.',
  },
  closingCause: { payment_failed: reached, payment_timeout: reached, expired: reached },
  settlementOf: { settled: reached, paid: reached, not_closed: reached, void: reached, refund: reached },
  sweepAction: {
    none: reached,
    end_grace_period: reached,
    expire: reached,
    publish_status_again: reached,
    publish_reservation_again: reached,
    start_execution_again: reached,
    start_recovery: reached,
  },
  authorize: { authorized: reached, declined: reached, refused: reached },
  capture: { captured: reached, refused: reached },
  void: { voided: reached, declined: reached, captured: reached, refunded: reached },
  refund: { refunded: reached, refused: reached },
};
