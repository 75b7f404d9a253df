import type { DueName } from './due.ts';
import { type Report, recordPayment } from './ordering.ts';
import type { World } from './records.ts';
import type { Without } from './safeguards.ts';
import { close, settledAs } from './saga-steps.ts';
import { authorizeAt, captureAt, refundAt, settlementOf, type Verdict, voidAt } from './settling.ts';
import { after, due, goOn, type Step } from './step.ts';

type Carry = (world: World, without: Without) => World[];

/** What is on its way to the provider arrives, and what it answered is written down. */
const carried: Partial<Record<DueName, Carry>> = {
  call_authorize: authorizing,
  call_capture: (world) => [captured(world)],
  call_void: (world, without) => [voided(world, without)],
  call_refund: (world) => [refunded(world)],
  close_as_expired: (world, without) => [close(world, 'expired', without)],
  close_as_declined: (world, without) => [due(close(world, 'payment_failed', without), 'report_declined')],
  settle_an_order_read_unpaid: settlingUnpaid,
  report_declined: reporting('declined'),
  report_captured: reporting('captured'),
  report_voided: reporting('voided'),
  report_refunded: reporting('refunded'),
  report_captured_then_refund: (world, without) =>
    reporting('captured')(world, without).map((next) => due(next, 'call_refund')),
};

export function providerSteps(world: World, without: Without): Step[] {
  return Object.entries(carried).flatMap(([name, carry]) =>
    isDue(world, name) ? carry(world, without).map((next) => ({ label: name, world: next })) : [],
  );
}

function isDue(world: World, name: string): boolean {
  return world.due.names().some((due) => due === name);
}

const verdicts: readonly Verdict[] = ['authorized', 'uncapturable', 'declined'];

function authorizing(world: World, without: Without): World[] {
  return (world.ledger === 'unseen' ? verdicts : verdicts.slice(0, 1)).map((verdict) =>
    authorized(world, verdict, without),
  );
}

export function authorized(world: World, verdict: Verdict, without: Without): World {
  const { outcome, ledger } = authorizeAt(world.ledger, verdict);
  const told = { ...world, ledger };
  if (outcome !== 'declined') return goOn(told, 'AuthorizePayment', outcome);
  return due(told, without === 'decline_closes_before_it_is_told' ? 'report_declined' : 'close_as_declined');
}

/** A refused capture counts only where the order is still paid: it is read again after the answer. */
export function captured(world: World): World {
  const { outcome, ledger } = captureAt(world.ledger);
  if (outcome === 'captured') return due({ ...world, ledger }, 'report_captured');
  return world.order.status === 'Paid' ? goOn(world, 'CapturePayment', outcome) : world;
}

export function voided(world: World, without: Without): World {
  const { outcome, ledger } = voidAt(world.ledger, without);
  const told = goOn({ ...world, ledger }, 'SettlePayment', 'settled');
  if (outcome === 'captured') return due(told, 'report_captured_then_refund');
  return outcome === 'refunded' ? due(told, 'report_captured', 'report_refunded') : due(told, `report_${outcome}`);
}

export function refunded(world: World): World {
  const { outcome, ledger } = refundAt(world.ledger);
  if (outcome === 'refused') return world;
  return goOn(due({ ...world, ledger }, 'report_refunded'), 'SettlePayment', 'settled');
}

function reporting(report: Report): Carry {
  return (world, without) => [after(world, recordPayment(world.order, report, without), without)];
}

/** The order was read before it was committed, cancelled or recorded, and the reservation is read now. */
function settlingUnpaid(world: World, without: Without): World[] {
  const unpaid = { ...world.order, status: 'StockConfirmed', payment: 'none' } as const;
  return [settledAs(world, settlementOf(unpaid, world.reservation, without))];
}
