import type { Reservation } from '../../../domain/inventory/reservation.ts';
import * as advance from '../../../domain/ordering/advance.ts';
import * as cancelling from '../../../domain/ordering/cancel.ts';
import type { Decision as DomainDecision } from '../../../domain/ordering/change.ts';
import type { Order } from '../../../domain/ordering/order.ts';
import * as paying from '../../../domain/ordering/pay.ts';
import { startRecovery } from '../../../domain/ordering/saga.ts';
import { attemptNumber } from '../../../domain/payment/payment.ts';
import type { Decision } from '../protocol/decision.ts';
import * as ending from '../protocol/ending.ts';
import * as ordering from '../protocol/ordering.ts';
import type { OrderRecord, ReservationRecord } from '../protocol/records.ts';
import { complete } from '../protocol/safeguards.ts';
import { wishOf } from './concrete.ts';

/** A decision of the domain, and what the model has for it. */
export type Pair = {
  readonly name: string;
  readonly domain: (order: Order, found: Reservation | undefined, at: string) => DomainDecision<string>;
  readonly model: (order: OrderRecord, found: ReservationRecord, isLate: boolean) => Decision;
};

function cancel(wish: ending.AskedWish): Pair {
  return {
    name: 'cancelOrder',
    domain: (order, found, at) =>
      cancelling.cancelOrder(order, found, { wish: wishOf(wish), available: new Map() }, { at }),
    model: (order, found) => ending.cancel(order, found, wish, complete),
  };
}

function record(report: ordering.Report): Pair {
  return {
    name: 'recordPayment',
    domain: (order, _, at) => paying.recordPayment(order, report, { at }),
    model: (order) => ordering.recordPayment(order, report, complete),
  };
}

export const decisions: readonly Pair[] = [
  {
    name: 'endGracePeriod',
    domain: (order, _, at) => advance.endGracePeriod(order, { at }),
    model: ordering.endGracePeriod,
  },
  {
    name: 'followReservation',
    domain: (order, found, at) => advance.followReservation(order, found, { at }),
    model: ordering.follow,
  },
  {
    name: 'commitOrder',
    domain: (order, found, at) => paying.commitOrder(order, found, attemptNumber, { at }),
    model: (order, found) => ordering.commit(order, found, complete),
  },
  ...(['captured', 'declined', 'voided', 'refunded'] as const).map(record),
  {
    name: 'shipOrder',
    domain: (order, _, at) => advance.shipOrder(order, { at }),
    model: (order) => ordering.ship(order, complete),
  },
  ...(['buyer', 'staff', 'staff_write_off'] as const).map(cancel),
  {
    name: 'expireOrder',
    domain: (order, found, at) => cancelling.expireOrder(order, found, { at }),
    model: (order, found, isLate) => ending.expire(order, found, isLate, complete),
  },
  {
    name: 'releaseClosed',
    domain: (order, found, at) => cancelling.releaseClosed(order, found, { at }),
    model: (order, found) => ending.release(order, found, complete),
  },
  {
    name: 'cancelUncaptured',
    domain: (order, found, at) => cancelling.cancelUncaptured(order, found, { at }),
    model: ending.cancelUncaptured,
  },
  {
    name: 'startRecovery',
    domain: (order, _, at) => startRecovery(order, { at }),
    model: ordering.recover,
  },
];
