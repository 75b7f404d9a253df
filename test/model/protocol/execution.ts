import { cancelUncaptured, release } from './ending.ts';
import { commit, type Report, recordPayment } from './ordering.ts';
import { authorized, captured, refunded, voided } from './provider-steps.ts';
import type { World } from './records.ts';
import { closeOf, pinOf } from './reservation.ts';
import type { Without } from './safeguards.ts';
import { next, type Task } from './saga.ts';
import { close, pinned, settledAs } from './saga-steps.ts';
import { closingCause, settlementOf, type Verdict } from './settling.ts';
import { after } from './step.ts';

/** What the world outside makes of an order that heals: whether it fits the stock, and what its payment method does. */
export type Fate = { readonly fits: boolean; readonly verdict: Verdict };

/** A whole execution, undisturbed. */
export function execution(world: World, fate: Fate, without: Without): World {
  let task: Task | 'End' = 'AuthorizePayment';
  let healing = world;
  while (task !== 'End') {
    const done = undisturbed[task](healing, fate, without);
    healing = done.world;
    task = next(task, done.outcome);
  }
  return healing;
}

type Done = { readonly outcome: string; readonly world: World };

const undisturbed: Readonly<Record<Task, (world: World, fate: Fate, without: Without) => Done>> = {
  AuthorizePayment: authorize,
  CommitOrder: (world, _, without) => {
    const decision = commit(world.order, world.reservation, without);
    const outcome = decision.outcome === 'already_committed' ? 'committed' : decision.outcome;
    return { outcome, world: after(world, decision, without) };
  },
  CapturePayment: (world, _, without) => {
    if (world.order.status !== 'Paid' || world.order.payment === 'captured') return { outcome: 'not_paid', world };
    const told = captured(world);
    if (!told.due.has('report_captured') || told.ledger !== 'captured') return { outcome: 'refused', world: told };
    return { outcome: 'captured', world: after(told, recordPayment(told.order, 'captured', without), without) };
  },
  CancelUncapturedOrder: (world, _, without) => {
    const decision = cancelUncaptured(world.order, world.reservation);
    return { outcome: decision.outcome, world: after(world, decision, without) };
  },
  CloseReservation: (world, _, without) => {
    const { order, reservation, deadlinePassed } = world;
    const found = closeOf(reservation, without);
    const paid = found === 'committed' && order.status !== 'Cancelled';
    const cause = closingCause(order, reservation, deadlinePassed);
    return { outcome: paid ? 'paid' : found, world: close(world, cause, without) };
  },
  SettlePayment: settle,
  ReleaseStock: (world, _, without) => {
    const decision = release(world.order, world.reservation, without);
    return { outcome: decision.outcome, world: after(world, decision, without) };
  },
};

function authorize(world: World, { verdict }: Fate, without: Without): Done {
  if (world.order.saga === 'recovery') return { outcome: 'too_late', world };
  if (world.order.status !== 'StockConfirmed') return { outcome: 'not_awaiting_payment', world };
  const outcome = pinOf(world.reservation, world.deadlinePassed, without);
  if (outcome === 'expired') return { outcome, world: close(world, 'expired', without) };
  if (outcome !== 'pinned') return { outcome, world };
  const told = authorized(pinned(world), verdict, without);
  if (told.ledger !== 'declined')
    return { outcome: told.due.has('CommitOrder') ? 'authorized' : 'barred', world: told };
  const closing = close(told, 'payment_failed', without);
  return { outcome: 'declined', world: after(closing, recordPayment(closing.order, 'declined', without), without) };
}

function settle(world: World, _: Fate, without: Without): Done {
  const record = (told: World, report: Report) => after(told, recordPayment(told.order, report, without), without);
  const settlement = settlementOf(world.order, world.reservation, without);
  if (settlement === 'void') {
    const told = voided(world, without);
    if (told.ledger === 'captured') return settle(record(told, 'captured'), _, without);
    if (told.ledger === 'refunded') return { outcome: 'settled', world: record(record(told, 'captured'), 'refunded') };
    const report = told.ledger === 'declined' ? 'declined' : 'voided';
    return { outcome: 'settled', world: record(told, report) };
  }
  if (settlement === 'refund') return { outcome: 'settled', world: record(refunded(world), 'refunded') };
  return { outcome: settlement, world: settledAs(world, settlement) };
}
