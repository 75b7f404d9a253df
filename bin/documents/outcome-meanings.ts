import type { CloseOutcome, CommitOutcome, PinOutcome } from '../../domain/inventory/reservation.ts';
import type { endGracePeriod, followReservation, shipOrder } from '../../domain/ordering/advance.ts';
import type { cancelOrder, cancelUncaptured, expireOrder, releaseClosed } from '../../domain/ordering/cancel.ts';
import type { commitOrder, recordPayment, settlementOf } from '../../domain/ordering/pay.ts';
import type { priceLines } from '../../domain/ordering/place.ts';
import type { startRecovery } from '../../domain/ordering/saga.ts';
import type { LedgerLook } from '../../domain/reconciliation/ledger-look.ts';
import type { correctionOf } from '../../domain/reconciliation/resolve.ts';
import type { ProblemCode } from '../../functions/http/problem.ts';

/** What an outcome means, and the HTTP answer where a route gives it: a success's status, or a problem's code. */
export type Meaning = { readonly means: string; readonly http?: 200 | 202 | ProblemCode };

export type OutcomeSection = {
  readonly title: string;
  readonly source: string;
  readonly outcomes: Readonly<Record<string, Meaning>>;
};

/** The compiler compares these with the domain: an outcome without a meaning, or the reverse, does not compile. */
type Meanings<Outcome extends string> = Readonly<Record<Exclude<Outcome, 'stale'>, Meaning>>;
type OutcomesOf<Decide extends (...parameters: never[]) => unknown> =
  ReturnType<Decide> extends { readonly outcome: infer Outcome extends string } ? Outcome : never;

const pricing = {
  priced: { means: 'The lines have the names and prices of the catalogue at this moment.', http: 202 },
  unknown_sku: { means: 'A SKU is not in the catalogue.', http: 'unknown_sku' },
  mixed_currencies: { means: 'The lines have more than one currency.', http: 'mixed_currencies' },
} satisfies Meanings<OutcomesOf<typeof priceLines>>;

const gracePeriod = {
  awaiting_validation: { means: 'The grace period is over; the order asks for its stock.' },
  already_ended: { means: 'The order has asked for its stock before.' },
  cancelled: { means: 'The order was cancelled within its grace period.' },
} satisfies Meanings<OutcomesOf<typeof endGracePeriod>>;

const following = {
  confirmed: { means: 'The units are held; the order is `StockConfirmed`, and its saga may start.' },
  already_confirmed: { means: 'The order has followed before; its saga is started again under the same name.' },
  rejected: { means: 'The order is short; it is `Cancelled` with `stock_rejected`, and names the short SKUs.' },
  past: { means: 'The order has gone on or ended since; nothing changes.' },
  not_reserved: { means: 'The event came before what it tells is visible; it is tried again.' },
} satisfies Meanings<OutcomesOf<typeof followReservation>>;

const shipping = {
  shipped: { means: 'The order leaves the warehouse.', http: 200 },
  already_shipped: { means: 'It has left before; nothing changes.', http: 200 },
  payment_not_captured: {
    means: 'The order is paid, but the capture is not known yet.',
    http: 'payment_not_captured',
  },
  order_not_paid: { means: 'The order is in any other status.', http: 'order_not_paid' },
} satisfies Meanings<OutcomesOf<typeof shipOrder>>;

const cancelling = {
  cancelled: { means: 'Nothing was paid: the order is `Cancelled` at once, and held units are released.', http: 202 },
  cancelled_paid: {
    means:
      'It was `Paid`: it is `Cancelled` at once, its units return or are written off, and a saga undoes the money.',
    http: 202,
  },
  commit_not_counted: {
    means: 'Its units, of a hot SKU, are to be written off, and its commit is not counted yet: that comes first.',
  },
  requested: { means: 'A payment is in flight: the wish is recorded, and the payment will be undone.', http: 202 },
  already_requested: { means: 'A wish is recorded already; it stays as it is.', http: 202 },
  already_ending: { means: 'The order is ending for a cause that was recorded first.', http: 202 },
  already_cancelled: { means: 'Nothing changes.', http: 200 },
  already_shipped: { means: 'Too late.', http: 'order_already_shipped' },
} satisfies Meanings<OutcomesOf<typeof cancelOrder>>;

const expiring = {
  expired: { means: 'Past its deadline with no payment in flight: the units are back, the order is `Cancelled`.' },
  not_expired: { means: 'Not held, not past its deadline, pinned or closed.' },
} satisfies Meanings<OutcomesOf<typeof expireOrder>>;

const committing = {
  committed: { means: 'The order is `Paid`, its units are sold.' },
  already_committed: { means: 'It was committed before; that is a success.' },
  cancelled: { means: 'The order has ended; the money is undone.' },
  cancel_requested: { means: 'A wish to cancel came first; the money is undone.' },
  closed: { means: 'The reservation was closed first; the money is undone.' },
  not_pinned: { means: 'No payment attempt holds the reservation.' },
} satisfies Meanings<OutcomesOf<typeof commitOrder>>;

const recording = {
  recorded: { means: 'The payment moved on, and its event is told.' },
  already_recorded: { means: 'It had moved there before.' },
  superseded: { means: 'It has moved past this report; nothing changes.' },
} satisfies Meanings<OutcomesOf<typeof recordPayment>>;

const settling = {
  settled: { means: 'Nothing was taken, or it has been undone.' },
  paid: { means: 'The order is paid, and keeps its money.' },
  not_closed: { means: 'A commit is still possible: the reservation must be closed before money is undone.' },
  void: { means: 'The authorisation is to be voided, or its key barred.' },
  refund: { means: 'The capture is to be refunded.' },
} satisfies Meanings<ReturnType<typeof settlementOf>>;

const releasing = {
  released: { means: 'The units are back, the order is `Cancelled` with its reason.' },
  already_released: { means: 'The order had ended before; nothing changes.' },
  committed: { means: 'The order is paid; nothing is undone.' },
  payment_unsettled: { means: 'Its money may still be held, and comes first.' },
  not_closed: { means: 'A commit is still possible.' },
} satisfies Meanings<OutcomesOf<typeof releaseClosed>>;

const uncaptured = {
  cancelled: { means: 'The order leaves `Paid` with `payment_failed`, its units return.' },
  already_cancelled: { means: 'Somebody cancelled it first; that reason stands.' },
  captured: { means: 'The money was captured after all; nothing changes.' },
} satisfies Meanings<OutcomesOf<typeof cancelUncaptured>>;

const recovering = {
  recovering: { means: 'One more execution is counted; the count names it.' },
  settled: { means: 'Neither stock nor money can change by itself; nothing is to be done.' },
} satisfies Meanings<OutcomesOf<typeof startRecovery>>;

const pinning = {
  pinned: { means: 'The attempt holds the reservation: it cannot expire until the attempt is settled.' },
  expired: { means: 'The deadline has passed; the reservation is closed, the order ends `expired`.' },
  cancel_requested: { means: 'A wish to cancel came first.' },
  closed: { means: 'A closing came first.' },
  pinned_by_another: { means: 'Another attempt holds it. There is one attempt per order, so this is a bug if seen.' },
  committed: { means: 'It is sold already.' },
  released: { means: 'The units are back already.' },
  not_held: { means: 'The order never held units.' },
} satisfies Meanings<PinOutcome>;

const committingReservation = {
  committed: { means: 'Held and pinned by this attempt, with neither wish nor closing: it is committed.' },
  already_committed: { means: 'It was before.' },
  cancel_requested: { means: 'A wish to cancel came first.' },
  closed: { means: 'A closing came first.' },
  not_pinned: { means: 'This attempt does not hold it.' },
  released: { means: 'The units are back already.' },
  not_held: { means: 'The order never held units.' },
} satisfies Meanings<CommitOutcome>;

const closing = {
  closed: { means: 'No commit is possible any more.' },
  already_closed: { means: 'It was closed before; the first cause stands.' },
  committed: { means: 'The commit came first, and is not undone.' },
  released: { means: 'The units are back already.' },
  not_held: { means: 'The order never held units.' },
} satisfies Meanings<CloseOutcome>;

const looking = {
  unchanged: { means: 'The stock item is as it was when it was proven; nothing is read.' },
  unfinished: { means: 'The ledger is too long for one run; the next look goes on.' },
  agrees: { means: 'The counter is the sum of the ledger: proven of this revision.' },
  known: { means: 'They differ as has been told before.' },
  differs: { means: 'They differ: suspected, or believed and told as a discrepancy.' },
} satisfies Meanings<LedgerLook['outcome']>;

const resolving = {
  entry: { means: 'The ledger lacks what was found: it gets an entry, the counter stays as it is.', http: 200 },
  none_needed: { means: 'Nothing is missing any more: the discrepancy is closed without an entry.', http: 200 },
  discrepancy_changed: { means: 'Something else is missing than what was found.', http: 'discrepancy_changed' },
} satisfies Meanings<OutcomesOf<typeof correctionOf>>;

/** Every decision of the domain that has named outcomes. */
export const outcomeSections: readonly OutcomeSection[] = [
  { title: 'Placing an order', source: 'domain/ordering/place.ts', outcomes: pricing },
  { title: 'Ending the grace period', source: 'domain/ordering/advance.ts', outcomes: gracePeriod },
  { title: 'Following the reservation', source: 'domain/ordering/advance.ts', outcomes: following },
  { title: 'Pinning the reservation', source: 'domain/inventory/reservation.ts', outcomes: pinning },
  { title: 'Committing the reservation', source: 'domain/inventory/reservation.ts', outcomes: committingReservation },
  { title: 'Closing the reservation', source: 'domain/inventory/reservation.ts', outcomes: closing },
  { title: 'Committing the order', source: 'domain/ordering/pay.ts', outcomes: committing },
  { title: 'Recording what the provider tells', source: 'domain/ordering/pay.ts', outcomes: recording },
  { title: 'Settling the money', source: 'domain/ordering/pay.ts', outcomes: settling },
  { title: 'Releasing a closed order', source: 'domain/ordering/cancel.ts', outcomes: releasing },
  { title: 'Cancelling', source: 'domain/ordering/cancel.ts', outcomes: cancelling },
  { title: 'A capture refused for good', source: 'domain/ordering/cancel.ts', outcomes: uncaptured },
  { title: 'Expiring', source: 'domain/ordering/cancel.ts', outcomes: expiring },
  { title: 'Shipping', source: 'domain/ordering/advance.ts', outcomes: shipping },
  {
    title: 'Comparing a counter with its ledger',
    source: 'domain/reconciliation/ledger-look.ts',
    outcomes: looking,
  },
  { title: 'Resolving a discrepancy of the ledger', source: 'domain/reconciliation/resolve.ts', outcomes: resolving },
  { title: 'Starting a recovery', source: 'domain/ordering/saga.ts', outcomes: recovering },
];
