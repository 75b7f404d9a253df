import type { World } from '../protocol/records.ts';

/** The same for equal worlds, and for no others. */
export function keyOf({ order, reservation, moved, due, ...world }: World): string {
  return [
    ...[order.status, order.reason, order.payment, order.cancellation, order.saga, order.version],
    ...[reservation.status, reservation.pin, reservation.wish, reservation.closing, reservation.version],
    ...[moved.available, moved.reserved, moved.sold, due.bits],
    ...[
      world.ledger,
      world.deadlinePassed,
      world.pinnedWhenClosed,
      world.asked,
      world.firstCause,
      world.told,
      world.misnumbered,
    ],
  ].join();
}
