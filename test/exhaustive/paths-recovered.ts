import { late, type Path, type PathRule, slow } from './path.ts';
import type { Run } from './run.ts';

const buy = (paymentMethod?: string) => (run: Run) => run.place(paymentMethod);

/** The execution dies before it enters the state. */
function dies(operation: string): PathRule {
  return { at: 'transition', operation, fault: 'crash_before', times: 1 };
}

/** Payment is given up after some seconds here, which a fault and a busy machine can use up. */
const hurried = ['Paid captured', 'payment_timeout voided', 'payment_timeout none'];
const overtaken = ['expired none', 'expired voided', 'payment_timeout voided', 'payment_timeout none', 'Paid captured'];

/** Orders of which something is lost, so that the sweep has to find them; and those that time overtakes. */
export const recoveredPaths: readonly Path[] = [
  {
    name: 'payment never answers',
    world: 'hasty',
    drive: buy('pm_sim_unavailable'),
    ends: ['payment_timeout voided', 'payment_timeout none'],
  },
  {
    name: 'the news of the order is late',
    world: 'hasty',
    holds: [late('ReserveStockQueue')],
    drive: buy(),
    ends: hurried,
  },
  {
    name: 'the news of the reservation is late',
    world: 'hasty',
    holds: [late('AdvanceOrderQueue')],
    drive: buy(),
    ends: hurried,
  },
  {
    name: 'the execution is not started',
    world: 'hasty',
    holds: [{ at: 'call', function: 'advance-order', operation: 'StartExecution', fault: 'throttle' }],
    drive: buy(),
    ends: hurried,
  },
  {
    name: 'the saga dies before the commit',
    world: 'hasty',
    holds: [dies('CommitOrder')],
    drive: buy(),
    ends: ['payment_timeout voided'],
    expressEnds: ['Paid captured'],
  },
  {
    name: 'the saga dies before the capture',
    world: 'hasty',
    holds: [dies('CapturePayment')],
    drive: buy(),
    ends: hurried,
  },
  {
    name: 'the saga of a declined order dies before the release',
    world: 'hasty',
    holds: [dies('ReleaseStock')],
    drive: buy('pm_card_chargeDeclined'),
    ends: ['payment_failed declined', 'payment_timeout declined', 'payment_timeout voided'],
  },
  {
    name: 'the refund is not started',
    world: 'hasty',
    holds: [{ at: 'call', function: 'cancel-order', operation: 'StartExecution', fault: 'throttle' }],
    drive: async (run) => {
      await run.place();
      await run.told('OrderPaymentSucceeded');
      await run.cancel();
    },
    ends: ['cancelled_by_buyer refunded', 'cancelled_by_buyer voided', 'payment_timeout voided'],
  },
  {
    name: 'its units expire',
    world: 'short-lived',
    holds: [slow('advance-order', 'StartExecution', 4_000)],
    drive: buy(),
    ends: overtaken,
  },
  {
    name: 'its payment comes after the deadline',
    world: 'short-lived',
    holds: [slow('authorize-payment', 'UpdateItem', 1_100)],
    drive: buy(),
    ends: overtaken,
  },
  {
    name: 'it is paid past its deadline',
    world: 'short-lived',
    drive: buy('pm_sim_slow'),
    ends: overtaken,
  },
];
