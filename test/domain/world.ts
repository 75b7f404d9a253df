import type { LedgerEntry } from '../../adapters/payments/simulated/ledger.ts';
import type { DomainEvent } from '../../domain/events/event.ts';
import type { Reservation } from '../../domain/inventory/reservation.ts';
import { reservationEvent } from '../../domain/inventory/reservation-event.ts';
import { applyDeltas, deltasOf, type StockTotals } from '../../domain/inventory/stock.ts';
import type { Change, ReservationChange } from '../../domain/ordering/change.ts';
import type { Order } from '../../domain/ordering/order.ts';

/** What stands in the tables about one order, in memory: writes are conditional, as the real ones are. */
export type World = {
  order: Order;
  reservation: Reservation | undefined;
  stock: Map<string, StockTotals>;
  events: DomainEvent[];
  ledger: LedgerEntry | undefined;
};

/** Applies a change if every condition holds, and nothing of it otherwise. */
export function apply(world: World, change: Change): boolean {
  const { before, after, events, reservation, stock } = change;
  if (world.order.status !== before.status || world.order.revision !== before.revision) return false;
  const nextReservation =
    reservation === undefined ? world.reservation : applied(world.reservation, reservation, after);
  if (nextReservation === 'refused') return false;
  const totals = new Map(world.stock);
  for (const { sku, effect, quantity } of stock) {
    const next = applyDeltas(totals.get(sku) ?? { available: 0, reserved: 0, sold: 0 }, deltasOf(effect, quantity));
    if (next === undefined) return false;
    totals.set(sku, next);
  }
  world.order = after;
  world.reservation = nextReservation;
  world.stock = totals;
  world.events.push(...events);
  return true;
}

function applied(
  stored: Reservation | undefined,
  change: ReservationChange,
  order: Order,
): Reservation | 'refused' | undefined {
  if (change.kind === 'tombstone') {
    return stored === undefined ? { orderId: order.orderId, status: 'Released', lines: [] } : 'refused';
  }
  if (stored?.status !== 'Held') return 'refused';
  const open = stored.closing === undefined;
  const unpinned = stored.pin === undefined;
  switch (change.kind) {
    case 'commit':
      return open && stored.wish === undefined && stored.pin === change.attempt
        ? { ...stored, status: 'Committed' }
        : 'refused';
    case 'release':
      return open && unpinned ? { ...stored, status: 'Released' } : 'refused';
    case 'release_closed':
      return open ? 'refused' : { ...stored, status: change.to };
    case 'expire':
      return open && unpinned && stored.deadline <= order.updatedAt ? { ...stored, status: 'Expired' } : 'refused';
    case 'wish':
      return open && !unpinned && stored.wish === undefined ? { ...stored, wish: change.wish } : 'refused';
  }
}

/** The insert that decides: the first one stands. */
export function insert(world: World, reservation: Reservation): boolean {
  if (world.reservation !== undefined) return false;
  world.reservation = reservation;
  const event = reservationEvent(reservation);
  if (event !== undefined) world.events.push(event);
  return true;
}
