import { cancelUncaptured, release } from './ending.ts';
import { commit } from './ordering.ts';
import type { OrderRecord, World } from './records.ts';
import { closed, closeOf, everRead, pinOf } from './reservation.ts';
import type { Without } from './safeguards.ts';
import type { Task } from './saga.ts';
import { closingCause, settlementOf } from './settling.ts';
import { after, due, goOn, type Step } from './step.ts';
import { remembered } from './writing.ts';

/** What the tasks of executions do: each of its reads may be old by the time that it writes. */
export function sagaSteps(world: World, without: Without): Step[] {
  const tasks: readonly (readonly [Task, (world: World, without: Without) => World[]])[] = [
    ['AuthorizePayment', pinning],
    ['CommitOrder', committing],
    ['CapturePayment', capturing],
    ['CancelUncapturedOrder', cancellingUncaptured],
    ['CloseReservation', closing],
    ['SettlePayment', settling],
    ['ReleaseStock', releasing],
  ];
  return tasks.flatMap(([task, carryOut]) =>
    world.due.has(task) ? carryOut(world, without).map((next) => ({ label: task, world: next })) : [],
  );
}

/** The time that the pin's condition compares is the caller's, which may be past by the time it is compared. */
function pinning(world: World, without: Without): World[] {
  return (world.deadlinePassed ? [false, true] : [false]).map((late) => {
    const outcome = pinOf(world.reservation, late, without);
    if (outcome === 'expired') return due(world, 'close_as_expired');
    return outcome === 'pinned' ? pinned(world) : world;
  });
}

export function pinned(world: World): World {
  const { reservation } = world;
  const pinnedWhenClosed = world.pinnedWhenClosed || (!reservation.pin && reservation.closing !== 'none');
  return { ...due(world, 'call_authorize'), reservation: { ...reservation, pin: true }, pinnedWhenClosed };
}

function committing(world: World, without: Without): World[] {
  return everRead(world).map((read) => {
    const { outcome, write } = commit(world.order, read, without);
    if (outcome === 'already_committed') return goOn(world, 'CommitOrder', 'committed');
    const next = after(world, { outcome, ...(write === undefined ? {} : { write }) }, without);
    return next === world ? world : goOn(next, 'CommitOrder', outcome);
  });
}

function capturing(world: World): World[] {
  return world.order.status === 'Paid' ? [due(world, 'call_capture')] : [];
}

function cancellingUncaptured(world: World, without: Without): World[] {
  return everRead(world).map((read) => {
    const decision = cancelUncaptured(world.order, read);
    if (decision.outcome === 'stale') return world;
    return goOn(after(world, decision, without), 'CancelUncapturedOrder', decision.outcome);
  });
}

/** The order and the reservation are read apart, in either order, and the cause is made of both. */
function closing(world: World, without: Without): World[] {
  const orders: readonly OrderRecord[] = [world.order, { ...world.order, payment: 'none' }];
  const causes = orders.flatMap((order) =>
    everRead(world).flatMap((read) => [
      closingCause(order, read, false),
      closingCause(order, read, world.deadlinePassed),
    ]),
  );
  return [...new Set(causes)].map((cause) => closedBySaga(world, cause, without));
}

type Cause = ReturnType<typeof closingCause>;

export function closedBySaga(world: World, cause: Cause, without: Without): World {
  const found = closeOf(world.reservation, without);
  const paid = found === 'committed' && world.order.status !== 'Cancelled';
  return goOn(close(world, cause, without), 'CloseReservation', paid ? 'paid' : found);
}

export function close(world: World, cause: Cause, without: Without): World {
  return remembered(world, { ...world, reservation: closed(world.reservation, cause, without) });
}

/**
 * The order and the reservation are read apart, and the call that follows has no condition: the order may have been
 * read before the reservation, or after it.
 */
function settling(world: World, without: Without): World[] {
  const { order } = world;
  const unpaid = order.status === 'StockConfirmed' && order.payment === 'none';
  return [
    ...everRead(world).map((read) => settledAs(world, settlementOf(order, read, without))),
    ...(unpaid ? [due(world, 'settle_an_order_read_unpaid')] : []),
  ];
}

export function settledAs(world: World, settlement: ReturnType<typeof settlementOf>): World {
  if (settlement === 'void') return due(world, 'call_void');
  if (settlement === 'refund') return due(world, 'call_refund');
  return settlement === 'not_closed' ? world : goOn(world, 'SettlePayment', settlement);
}

function releasing(world: World, without: Without): World[] {
  return everRead(world).map((read) => after(world, release(world.order, read, without), without));
}
