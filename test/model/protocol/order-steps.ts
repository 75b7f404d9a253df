import { type AskedWish, cancel, expire } from './ending.ts';
import { endGracePeriod, follow, recover, ship } from './ordering.ts';
import type { World } from './records.ts';
import { everRead } from './reservation.ts';
import type { Without } from './safeguards.ts';
import { after, due, type Step } from './step.ts';
import { move, remembered } from './writing.ts';

/** What messages, people, the sweep and the clock do to an order. */
export function orderSteps(world: World, wishes: readonly AskedWish[], without: Without): Step[] {
  return [
    ...grace(world, without),
    ...reserving(world),
    ...following(world, without),
    ...cancelling(world, wishes, without),
    ...sweeping(world, without),
    { label: 'staff ship the order', world: after(world, ship(world.order, without), without) },
  ];
}

function grace(world: World, without: Without): Step[] {
  const asking = after(world, endGracePeriod(world.order), without);
  return asking === world
    ? []
    : [{ label: 'the grace period ends', world: { ...asking, asked: asking.order.version } }];
}

/** A shortage is found by one write and recorded by another. */
function reserving(world: World): Step[] {
  if (world.reservation.status !== 'absent') return [];
  const steps: Step[] = [];
  if (world.asked > 0) {
    steps.push({ label: 'reserve-stock holds the units', world: inserted(world, 'Held'), needs: 'fits' });
    steps.push({ label: 'reserve-stock finds a shortage', world: due(world, 'reject'), needs: 'short' });
  }
  if (world.due.has('reject')) {
    steps.push({ label: 'reserve-stock records the shortage', world: inserted(world, 'Rejected') });
  }
  return steps;
}

/** The event of the insert takes the number after that of the event which asked for it. */
export function inserted(world: World, status: 'Held' | 'Rejected'): World {
  const version = world.asked + 1;
  const held = status === 'Held';
  return remembered(world, {
    ...due(world, 'follow'),
    reservation: { ...world.reservation, status, version },
    moved: held ? move(world.moved, 'reserve') : world.moved,
    told: Math.max(world.told, version),
    misnumbered: world.misnumbered || version !== world.told + 1,
  });
}

function following(world: World, without: Without): Step[] {
  if (!world.due.has('follow')) return [];
  return everRead(world).map((read) => ({
    label: 'advance-order follows the reservation',
    world: started(after(world, follow(world.order, read), without)),
  }));
}

/** An execution has started; whatever fails in it leads to the closing. */
export function started(world: World): World {
  return world.order.saga === 'none' ? world : due(world, 'AuthorizePayment', 'CloseReservation');
}

function cancelling(world: World, wishes: readonly AskedWish[], without: Without): Step[] {
  return wishes.flatMap((wish) =>
    everRead(world).map((read) => ({
      label: `cancel-order, asked by ${wish}`,
      world: after(world, cancel(world.order, read, wish, without), without),
    })),
  );
}

/** What the sweep tells or starts again is due already: nothing that was sent is ever forgotten. */
function sweeping(world: World, without: Without): Step[] {
  const { order, reservation, deadlinePassed } = world;
  const steps: Step[] = [];
  if (!deadlinePassed && reservation.status === 'Held') {
    steps.push({ label: 'the deadline passes', world: { ...world, deadlinePassed: true } });
  }
  for (const read of everRead(world)) {
    const expired = after(world, expire(order, read, deadlinePassed, without), without);
    steps.push({ label: 'the sweep expires the order', world: expired });
  }
  steps.push({ label: 'the sweep starts a recovery', world: after(world, recover(order), without) });
  return steps;
}
