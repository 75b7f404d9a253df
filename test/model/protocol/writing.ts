import type { StockEffect } from '../../../domain/inventory/stock.ts';
import type { CancellationReason } from '../../../domain/ordering/status.ts';
import type { Write } from './decision.ts';
import { type Moved, type World, wishReason } from './records.ts';
import { written } from './reservation.ts';
import type { Without } from './safeguards.ts';

const effects: Readonly<Record<StockEffect, Moved>> = {
  reserve: { available: -1, reserved: 1, sold: 0 },
  commit: { available: 0, reserved: -1, sold: 1 },
  release: { available: 1, reserved: -1, sold: 0 },
  return: { available: 1, reserved: 0, sold: -1 },
  write_off: { available: 0, reserved: 0, sold: -1 },
};

export function move(moved: Moved, effect: StockEffect): Moved {
  const by = effects[effect];
  return {
    available: moved.available + by.available,
    reserved: moved.reserved + by.reserved,
    sold: moved.sold + by.sold,
  };
}

/**
 * The world after a transaction, or nothing when a condition is lost. The order's condition, its status and revision,
 * is that the write was decided on the order as it is stored; what was read of the reservation may be old.
 */
export function apply(world: World, write: Write, without: Without): World | undefined {
  const reservation =
    write.reservation === undefined
      ? world.reservation
      : written(world.reservation, write.reservation, world.deadlinePassed, without);
  if (reservation === 'lost') return undefined;
  const moved = write.stock === undefined ? world.moved : move(world.moved, write.stock);
  const numbered = write.events.length === 0 || write.after === world.told;
  const told = Math.max(world.told, write.after + write.events.length);
  return remembered(world, {
    ...world,
    order: write.order,
    reservation,
    moved,
    told,
    misnumbered: world.misnumbered || !numbered,
  });
}

/** Keeps the first cause of the end. */
export function remembered(before: World, after: World): World {
  return before.firstCause === 'none' ? { ...after, firstCause: causeIn(before, after) } : after;
}

function causeIn(before: World, after: World): CancellationReason | 'none' {
  const { order, reservation } = after;
  if (reservation.status === 'Rejected') return 'stock_rejected';
  if (order.cancellation !== 'none') return wishReason(order.cancellation);
  if (order.payment === 'declined') return 'payment_failed';
  if (before.order.status === 'Paid' && order.status === 'Cancelled') return 'payment_failed';
  if (reservation.closing !== 'none') return reservation.closing;
  return reservation.status === 'Expired' ? 'expired' : 'none';
}
