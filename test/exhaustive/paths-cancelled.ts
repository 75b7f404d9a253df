import { type Path, slow } from './path.ts';
import type { Run } from './run.ts';

const whileHeld = async (run: Run) => {
  await run.place();
  await run.held();
  await run.cancel();
};

const afterCapture = async (run: Run) => {
  await run.place();
  await run.told('OrderPaymentSucceeded');
};

/** Before its payment; a fault that takes time may let the payment begin, and be undone. */
const unpaid = ['cancelled_by_buyer none', 'cancelled_by_buyer voided', 'cancelled_by_buyer refunded'];
/** While it was paid for: with its money undone, by whichever way was left. */
const undone = ['cancelled_by_buyer voided', 'cancelled_by_buyer refunded'];

/** Orders that somebody cancels, at every moment of their life. */
export const cancelledPaths: readonly Path[] = [
  {
    name: 'cancelled before its units are reserved',
    world: 'usual',
    holds: [slow('reserve-stock', 'TransactWriteItems')],
    drive: whileHeld,
    ends: unpaid,
  },
  {
    name: 'cancelled once its units are reserved',
    world: 'usual',
    holds: [slow('advance-order', 'TransactWriteItems')],
    drive: whileHeld,
    ends: unpaid,
  },
  {
    name: 'cancelled before its payment begins',
    world: 'usual',
    holds: [slow('advance-order', 'StartExecution')],
    drive: whileHeld,
    ends: unpaid,
  },
  {
    name: 'cancelled while it is authorised',
    world: 'usual',
    holds: [slow('authorize-payment', 'PutItem')],
    drive: whileHeld,
    ends: undone,
  },
  {
    name: 'cancelled while it is committed',
    world: 'usual',
    holds: [slow('commit-order', 'TransactWriteItems')],
    drive: whileHeld,
    ends: undone,
  },
  {
    name: 'cancelled before its capture',
    world: 'usual',
    holds: [slow('capture-payment', 'PutItem')],
    drive: whileHeld,
    ends: undone,
  },
  {
    name: 'cancelled while its capture is written down',
    world: 'usual',
    holds: [slow('capture-payment', 'TransactWriteItems')],
    drive: whileHeld,
    ends: undone,
  },
  {
    name: 'cancelled after its capture, twice',
    world: 'usual',
    drive: async (run) => {
      await afterCapture(run);
      await Promise.all([run.cancel('buyer', { note: 'Changed my mind' }), run.cancel('staff')]);
    },
    ends: ['cancelled_by_buyer refunded', 'cancelled_by_staff refunded'],
  },
  {
    name: 'cancelled after its capture, its units written off',
    world: 'usual',
    drive: async (run) => {
      await afterCapture(run);
      await run.cancel('staff', { restock: false });
    },
    ends: ['cancelled_by_staff refunded'],
  },
  {
    name: 'cancelled in its grace period',
    world: 'graceful',
    drive: async (run) => {
      await run.place();
      await run.cancel();
    },
    ends: unpaid,
  },
];
