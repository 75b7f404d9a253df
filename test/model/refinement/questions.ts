import type { Reservation } from '../../../domain/inventory/reservation.ts';
import * as reserving from '../../../domain/inventory/reservation.ts';
import * as domainOrder from '../../../domain/ordering/order.ts';
import * as paying from '../../../domain/ordering/pay.ts';
import { sagaExecution, sweepAction } from '../../../domain/ordering/saga.ts';
import { attemptNumber } from '../../../domain/payment/payment.ts';
import { addSeconds } from '../../../domain/time.ts';
import { isSettled } from '../protocol/ordering.ts';
import type { OrderRecord, ReservationRecord } from '../protocol/records.ts';
import * as reservation from '../protocol/reservation.ts';
import { complete } from '../protocol/safeguards.ts';
import { closingCause, settlementOf } from '../protocol/settling.ts';
import * as sweeping from '../protocol/sweeping.ts';
import { late, startedAt } from './concrete.ts';

/** A question that decides without a write, and what the model answers. */
export type Question = {
  readonly name: string;
  readonly domain: (order: domainOrder.Order, found: Reservation | undefined, at: string) => string | undefined;
  readonly model: (order: OrderRecord, found: ReservationRecord, isLate: boolean) => string | undefined;
};

/** Only a held reservation can be asked these. */
function ifHeld(found: Reservation | undefined, ask: (held: reserving.HeldReservation) => string): string | undefined {
  return found?.status === 'Held' ? ask(found) : undefined;
}

const settings = { sweepSeconds: 60, sagaTimeoutSeconds: 240, gracePeriodSeconds: 0 };

/** The sweep at one moment; the deadline comes after all of the sweep's own times, or has passed before them. */
function sweeps(seconds: number, waitedForSweep: boolean, pastTimeLimit: boolean): Question {
  return {
    name: 'sweepAction',
    domain: (order, found, at) => {
      const passed = at >= late;
      const deadline = addSeconds(startedAt, passed ? 0 : 604_800);
      const moved = found !== undefined && 'deadline' in found ? { ...found, deadline } : found;
      return sweepAction(order, moved, addSeconds(startedAt, seconds), settings);
    },
    model: (order, found, deadlinePassed) =>
      sweeping.sweepAction(order, found, { deadlinePassed, waitedForSweep, pastTimeLimit }, complete),
  };
}

export const questions: readonly Question[] = [
  {
    name: 'pinOutcome',
    domain: (_, found, at) => reserving.pinOutcome(found, attemptNumber, at),
    model: (_, found, isLate) => reservation.pinOf(found, isLate, complete),
  },
  {
    name: 'commitOutcome',
    domain: (_, found) => reserving.commitOutcome(found, attemptNumber),
    model: (_, found) => reservation.commitOf(found, complete),
  },
  {
    name: 'closeOutcome',
    domain: (_, found) => reserving.closeOutcome(found),
    model: (_, found) => reservation.closeOf(found, complete),
  },
  {
    name: 'isExpired',
    domain: (_, found, at) => ifHeld(found, (held) => String(reserving.isExpired(held, at))),
    model: (_, found, isLate) => (found.status === 'Held' ? String(reservation.isExpired(found, isLate)) : undefined),
  },
  {
    name: 'closingReason',
    domain: (_, found) => ifHeld(found, reserving.closingReason),
    model: (_, found) => (found.status === 'Held' ? reservation.closingReason(found) : undefined),
  },
  {
    name: 'settlementOf',
    domain: (order, found) => paying.settlementOf(order, found),
    model: (order, found) => settlementOf(order, found, complete),
  },
  {
    name: 'closingCause',
    domain: (order, found, at) => paying.closingCause(order, found, { at }),
    model: closingCause,
  },
  {
    name: 'isSettled',
    domain: (order) => String(domainOrder.isSettled(order)),
    model: (order) => String(isSettled(order, complete)),
  },
  {
    name: 'sagaExecution',
    domain: (order) => {
      if (!('saga' in order) || order.saga === undefined) return undefined;
      return sagaExecution(order.orderId, order.saga, 240).input.authorizeBy === 0 ? 'undoes' : 'authorizes';
    },
    model: ({ saga }) => (saga === 'none' ? undefined : saga === 'first' ? 'authorizes' : 'undoes'),
  },
  sweeps(0, false, false),
  sweeps(60, true, false),
  sweeps(270, true, true),
];
