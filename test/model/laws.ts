import { fates, sweepsToHeal } from './protocol/healing.ts';
import { isSettled } from './protocol/ordering.ts';
import type { Ledger, World } from './protocol/records.ts';
import type { Without } from './protocol/safeguards.ts';

export type Law = { readonly name: string; readonly holds: (world: World, without: Without) => boolean };

const isPaid = ({ order }: World) => order.status === 'Paid' || order.status === 'Shipped';
const moneyHeld: readonly Ledger[] = ['authorized', 'uncapturable', 'captured'];

const told: Readonly<Record<World['order']['payment'], readonly Ledger[]>> = {
  none: ['unseen', 'authorized', 'uncapturable', 'declined', 'voided', 'barred'],
  authorized: ['authorized', 'uncapturable', 'captured', 'voided', 'refunded'],
  captured: ['captured', 'refunded'],
  declined: ['declined'],
  voided: ['voided', 'barred'],
  refunded: ['refunded'],
};

/** What must be true of one order at every moment, whatever else goes on. */
export const safetyLaws: readonly Law[] = [
  {
    name: 'The net effect of an order on what is available is none, or its lines once.',
    holds: ({ moved, order }) => {
      const writtenOff = order.status === 'Cancelled' && order.cancellation === 'staff_write_off';
      const sum = moved.available + moved.reserved + moved.sold;
      const once = (count: number) => count === 0 || count === 1;
      return (
        once(-moved.available) && once(moved.reserved) && once(moved.sold) && (sum === 0 || (writtenOff && sum === -1))
      );
    },
  },
  {
    name: 'Units are reserved while the reservation is held, sold while the order is paid, and else neither.',
    holds: (world) =>
      (world.moved.reserved === 1) === (world.reservation.status === 'Held') &&
      (world.moved.sold === 1) === isPaid(world),
  },
  {
    name: 'No reservation outlives a terminal order.',
    holds: ({ order, reservation }) =>
      reservation.status !== 'Held' || (order.status !== 'Cancelled' && order.status !== 'Shipped'),
  },
  {
    name: 'A paid order has a committed reservation and money that is authorised or captured; a shipped one, captured.',
    holds: (world) => {
      if (!isPaid(world)) return true;
      const holds = world.order.status === 'Shipped' ? world.ledger === 'captured' : moneyHeld.includes(world.ledger);
      return world.reservation.status === 'Committed' && holds;
    },
  },
  {
    name: 'A settled order holds its money if it is paid, captured, and none otherwise.',
    holds: (world, without) =>
      !isSettled(world.order, without) ||
      (isPaid(world) ? world.ledger === 'captured' : !moneyHeld.includes(world.ledger)),
  },
  {
    name: 'What the order says of its money is what the provider says, or said.',
    holds: ({ order, ledger }) => told[order.payment].includes(ledger),
  },
  {
    name: 'A cause of the end that was recorded is never followed by a payment.',
    holds: (world) => world.firstCause === 'none' || !isPaid(world),
  },
  {
    name: 'The reason of a cancelled order is the cause that was recorded first.',
    holds: ({ order, firstCause }) => order.status !== 'Cancelled' || order.reason === firstCause,
  },
  {
    name: "An order's events are numbered without a gap, and none twice.",
    holds: ({ misnumbered }) => !misnumbered,
  },
  {
    name: 'An order never says otherwise than its reservation.',
    holds: ({ order, reservation }) => {
      if (order.status === 'StockConfirmed')
        return reservation.status === 'Held' && order.cancellation === reservation.wish;
      if (order.status === 'Submitted') return reservation.status === 'absent';
      return order.status !== 'AwaitingValidation' || ['absent', 'Held', 'Rejected'].includes(reservation.status);
    },
  },
];

/** The promise that nothing stays in flight, as a law of every moment. */
export const healingLaw: Law = {
  name: 'When faults end, the sweep settles the order within two sweeps, whatever was lost.',
  holds: (world, without) => fates.every((fate) => sweepsToHeal(world, fate, without) !== undefined),
};

export const laws: readonly Law[] = [...safetyLaws, healingLaw];
