import { heldReservation, rejectedReservation, shortagesOf } from '../../../domain/inventory/reservation.ts';
import { reservationEvent } from '../../../domain/inventory/reservation-event.ts';
import { applyDeltas, deltasOf, type StockEffect } from '../../../domain/inventory/stock.ts';
import { inserted } from '../protocol/order-steps.ts';
import type { World } from '../protocol/records.ts';
import { complete } from '../protocol/safeguards.ts';
import { move } from '../protocol/writing.ts';
import { inFlight } from '../search/lane.ts';
import { everySetting, skus } from '../search/settings.ts';
import { adjustments, available, fits } from '../search/shelf.ts';
import { deadline, requestOf, reservationOf } from './concrete.ts';
import type { Tally } from './tally.ts';

/** The insert that decides, what it tells, what each effect moves, and when an order is short. */
export function compareReserving(worlds: readonly World[], tally: Tally): void {
  for (const world of worlds) {
    if (world.reservation.status === 'absent' && world.asked > 0) compareInserts(world, tally);
  }
  compareTold(worlds, tally);
  compareEffects(tally);
  compareShortages(tally);
}

function compareInserts(world: World, tally: Tally): void {
  const request = requestOf(world.order.lines, world.asked);
  const given = { asked: world.asked, lines: world.order.lines };
  const model = (status: 'Held' | 'Rejected') => reservationOf(inserted(world, status).reservation, world.order.lines);
  tally.compare('heldReservation', given, heldReservation(request, deadline), model('Held'), 'held');
  tally.compare('rejectedReservation', given, rejectedReservation(request, []), model('Rejected'), 'rejected');
}

function compareTold(worlds: readonly World[], tally: Tally): void {
  for (const { order, reservation } of worlds) {
    const stored = reservationOf(reservation, order.lines);
    const told = stored === undefined ? undefined : reservationEvent(stored);
    const version = told?.detail.metadata.version ?? 0;
    tally.compare('reservationEvent', reservation, version, reservation.version, told?.detailType ?? 'none');
  }
}

const effects: readonly StockEffect[] = ['reserve', 'commit', 'release', 'return', 'write_off'];

function compareEffects(tally: Tally): void {
  const before = { available: 5, reserved: 5, sold: 5 };
  for (const effect of effects) {
    const domain = applyDeltas(before, deltasOf(effect, 1));
    tally.compare('deltasOf', { effect }, domain, move(before, effect), effect);
  }
}

const nothing = { available: 0, reserved: 0, sold: 0 };
const held = { available: -1, reserved: 1, sold: 0 };

/** On every shelf, with and without what the other order holds. */
function compareShortages(tally: Tally): void {
  for (const setting of everySetting(true)) {
    for (const [moved, adjusted] of [nothing, held].flatMap((one) => adjustments.map((by) => [one, by] as const))) {
      const pair = [
        { moved: nothing, end: inFlight },
        { moved, end: inFlight },
      ] as const;
      const left = new Map(skus.map((sku) => [sku, available(sku, pair, setting, adjusted)]));
      const asked = skus
        .map((sku) => ({ sku, quantity: setting.orders[0][sku] }))
        .filter(({ quantity }) => quantity > 0);
      const enough = shortagesOf(asked, left).length === 0;
      const given = { setting, moved, adjusted };
      tally.compare(
        'shortagesOf',
        given,
        enough,
        fits(0, pair, setting, adjusted, complete),
        enough ? 'fits' : 'short',
      );
    }
  }
}
