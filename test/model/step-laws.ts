import { isSettled } from './protocol/ordering.ts';
import type { World } from './protocol/records.ts';
import type { Without } from './protocol/safeguards.ts';

/** What must be true of every step. */
export type StepLaw = {
  readonly name: string;
  readonly holds: (before: World, after: World, without: Without) => boolean;
};

const paymentsBefore: Readonly<Record<World['order']['payment'], readonly World['order']['payment'][]>> = {
  none: [],
  authorized: ['none'],
  captured: ['authorized'],
  declined: ['none'],
  voided: ['none', 'authorized'],
  refunded: ['captured'],
};

const endings = ['tombstone', 'Rejected', 'Committed', 'Released', 'Expired'];

export const stepLaws: readonly StepLaw[] = [
  {
    name: 'What is recorded of the money moves only forward.',
    holds: ({ order: before }, { order: after }) =>
      before.payment === after.payment || paymentsBefore[after.payment].includes(before.payment),
  },
  {
    name: 'A reservation ends once, and what it claims is never taken away.',
    holds: ({ reservation: before }, { reservation: after }) =>
      (!endings.includes(before.status) || before.status === after.status) &&
      (!before.pin || after.pin) &&
      (before.wish === 'none' || before.wish === after.wish) &&
      (before.closing === 'none' || before.closing === after.closing),
  },
  {
    name: 'Nothing stirs a settled order, except that a paid one may be shipped or cancelled.',
    holds: ({ order: before }, { order: after }, without) => {
      if (!isSettled(before, without) || before.status === after.status) {
        return !isSettled(before, without) || before.version === after.version;
      }
      return before.status === 'Paid' && (after.status === 'Shipped' || after.cancellation !== 'none');
    },
  },
];
