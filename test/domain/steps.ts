import * as ledger from '../../adapters/payments/simulated/ledger.ts';
import {
  closeOutcome,
  heldReservation,
  pinOutcome,
  rejectedReservation,
  shortagesOf,
} from '../../domain/inventory/reservation.ts';
import { applyDeltas, deltasOf } from '../../domain/inventory/stock.ts';
import { endGracePeriod, followReservation, shipOrder } from '../../domain/ordering/advance.ts';
import { cancelOrder, cancelUncaptured, expireOrder, releaseClosed } from '../../domain/ordering/cancel.ts';
import type { Decision } from '../../domain/ordering/change.ts';
import type { Order } from '../../domain/ordering/order.ts';
import { closingCause, commitOrder, recordPayment, settlementOf } from '../../domain/ordering/pay.ts';
import { attemptNumber, paymentKey } from '../../domain/payment/payment.ts';
import { addSeconds } from '../../domain/time.ts';
import { apply, insert, type World } from './world.ts';

export const ttlSeconds = 60;

/** A step decides on what it has `seen`, which may be old, and writes to the world as it is now. */
type Take = (world: World, seen: World, at: string) => void;

/** Whoever loses a condition changes nothing. */
function write(world: World, decision: Decision<string>): void {
  if (decision.change !== undefined) apply(world, decision.change);
}

function reference(order: Order, at: string): ledger.Reference {
  return { key: paymentKey(order.orderId), orderId: order.orderId, amount: order.total, at };
}

function cancel(by: 'buyer' | 'staff', restock?: boolean): Take {
  return (world, { order, reservation }, at) => {
    const wish = { requestedAt: at, by, ...(restock === undefined ? {} : { restock }) };
    write(world, cancelOrder(order, reservation, { wish, available: new Map() }, { at }));
  };
}

/** Every step that a handler, the saga, the sweep or a person can take. */
export const steps = {
  end_grace_period: (world, { order }, at) => write(world, endGracePeriod(order, { at })),
  reserve,
  follow: (world, { order, reservation }, at) => write(world, followReservation(order, reservation, { at })),
  pin,
  authorize,
  record_decline: (world, { order }, at) => {
    if (world.ledger?.status === 'declined') write(world, recordPayment(order, 'declined', { at }));
  },
  // The saga commits only what it knows to be authorised, however long ago it asked.
  commit: (world, { order, reservation, ledger: known }, at) => {
    if (known?.status === 'authorized') write(world, commitOrder(order, reservation, attemptNumber, { at }));
  },
  capture,
  cancel_by_buyer: cancel('buyer'),
  cancel_by_staff: cancel('staff'),
  write_off: cancel('staff', false),
  close,
  settle,
  void_unrecorded: voidUnrecorded,
  release: (world, { order, reservation }, at) => write(world, releaseClosed(order, reservation, { at })),
  expire: (world, { order, reservation }, at) => write(world, expireOrder(order, reservation, { at })),
  // The saga cancels only what the provider has refused to capture.
  cancel_uncaptured: (world, { order, reservation }, at) => {
    if (order.paymentMethod === 'pm_sim_capture_fails') write(world, cancelUncaptured(order, reservation, { at }));
  },
  ship: (world, { order }, at) => write(world, shipOrder(order, { at })),
} as const satisfies Record<string, Take>;

export type Step = keyof typeof steps;

function pin(world: World, { order }: World, at: string): void {
  if (order.status !== 'StockConfirmed' || world.reservation?.status !== 'Held') return;
  if (pinOutcome(world.reservation, attemptNumber, at) !== 'pinned') return;
  world.reservation = { ...world.reservation, pin: attemptNumber };
}

/** A call to the provider may arrive late by any time, but never comes before its pin. */
function authorize(world: World, { order }: World, at: string): void {
  const { reservation } = world;
  if (reservation === undefined || !('pin' in reservation) || reservation.pin === undefined) return;
  const request = { ...reference(order, at), paymentMethod: order.paymentMethod };
  world.ledger = ledger.authorize(world.ledger, request).next ?? world.ledger;
}

function close(world: World, { order, reservation }: World, at: string): void {
  if (world.reservation?.status !== 'Held' || closeOutcome(world.reservation) !== 'closed') return;
  world.reservation = { ...world.reservation, closing: { cause: closingCause(order, reservation, { at }), at } };
}

function reserve(world: World, _seen: World, at: string): void {
  const { orderId } = world.order;
  const asked = world.events.find(({ detailType }) => detailType === 'OrderStatusChangedToAwaitingValidation');
  if (asked === undefined) return;
  const { version: eventVersion, eventId, correlationId } = asked.detail.metadata;
  const request = { orderId, lines: world.order.lines, eventVersion, eventId, correlationId, decidedAt: at };
  const available = new Map([...world.stock].map(([sku, totals]) => [sku, totals.available]));
  const shortages = shortagesOf(request.lines, available);
  if (shortages.length > 0) {
    insert(world, rejectedReservation(request, shortages));
    return;
  }
  if (!insert(world, heldReservation(request, addSeconds(at, ttlSeconds)))) return;
  for (const { sku, quantity } of request.lines) {
    const totals = world.stock.get(sku);
    const next = totals === undefined ? undefined : applyDeltas(totals, deltasOf('reserve', quantity));
    if (next !== undefined) world.stock.set(sku, next);
  }
}

function capture(world: World, seen: World, at: string): void {
  if (seen.order.status !== 'Paid') return;
  const { outcome, next } = ledger.capture(world.ledger, reference(seen.order, at));
  world.ledger = next ?? world.ledger;
  if (outcome !== 'captured') return;
  write(world, recordPayment(world.order, 'captured', { at }));
}

/** The worker dies after the void has taken effect, and before anybody has written it down. */
function voidUnrecorded(world: World, seen: World, at: string): void {
  if (settlementOf(seen.order, seen.reservation) !== 'void') return;
  world.ledger = ledger.voidAuthorization(world.ledger, reference(seen.order, at)).next ?? world.ledger;
}

function settle(world: World, seen: World, at: string): void {
  const record = (report: 'captured' | 'voided' | 'refunded' | 'declined') =>
    write(world, recordPayment(world.order, report, { at }));
  let settlement = settlementOf(seen.order, seen.reservation);
  if (settlement === 'void') {
    const { outcome, next } = ledger.voidAuthorization(world.ledger, reference(seen.order, at));
    world.ledger = next ?? world.ledger;
    if (outcome === 'captured' || outcome === 'refunded') record('captured');
    if (outcome === 'captured') settlement = 'refund';
    else record(outcome);
  }
  if (settlement === 'refund') {
    const { outcome, next } = ledger.refund(world.ledger, reference(seen.order, at));
    world.ledger = next ?? world.ledger;
    if (outcome === 'refunded') record('refunded');
  }
}
