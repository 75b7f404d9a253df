import { expire } from './ending.ts';
import { execution, type Fate } from './execution.ts';
import { inserted, started } from './order-steps.ts';
import { endGracePeriod, follow, isSettled, recover } from './ordering.ts';
import type { World } from './records.ts';
import type { Without } from './safeguards.ts';
import { after } from './step.ts';
import { sweepAction } from './sweeping.ts';

export const fates: readonly Fate[] = [
  { fits: false, verdict: 'declined' },
  { fits: true, verdict: 'authorized' },
  { fits: true, verdict: 'uncapturable' },
  { fits: true, verdict: 'declined' },
];

export const mostSweeps = 2;

/**
 * Faults have ended, and with them everything that was in flight: messages are lost, executions dead, and every time
 * limit has passed. The sweep alone must settle the order, through what it starts, which nobody disturbs any more.
 * @returns how many sweeps it took, or `undefined` when the order is still in flight after the most that it may take
 */
export function sweepsToHeal(world: World, fate: Fate, without: Without): number | undefined {
  let healing: World = { ...world, deadlinePassed: world.reservation.status === 'Held' || world.deadlinePassed };
  for (let sweeps = 0; sweeps <= mostSweeps; sweeps++) {
    if (isSettled(healing.order, without)) return sweeps;
    healing = swept(healing, fate, without);
  }
  return undefined;
}

function swept(world: World, fate: Fate, without: Without): World {
  const { order, reservation, deadlinePassed } = world;
  const clock = { deadlinePassed, waitedForSweep: true, pastTimeLimit: true };
  switch (sweepAction(order, reservation, clock, without)) {
    case 'none':
      return world;
    case 'end_grace_period': {
      const asking = after(world, endGracePeriod(order), without);
      return reserved({ ...asking, asked: asking.order.version }, fate, without);
    }
    case 'expire':
      return after(world, expire(order, reservation, deadlinePassed, without), without);
    case 'publish_status_again':
      return reserved(world, fate, without);
    case 'publish_reservation_again':
      return followed(world, fate, without);
    case 'start_execution_again':
      return execution(world, fate, without);
    case 'start_recovery':
      return execution(after(world, recover(order), without), fate, without);
  }
}

function reserved(world: World, fate: Fate, without: Without): World {
  const decided = world.reservation.status === 'absent' ? inserted(world, fate.fits ? 'Held' : 'Rejected') : world;
  return followed(decided, fate, without);
}

function followed(world: World, fate: Fate, without: Without): World {
  const next = started(after(world, follow(world.order, world.reservation), without));
  return next.order.status === 'StockConfirmed' ? execution(next, fate, without) : next;
}
