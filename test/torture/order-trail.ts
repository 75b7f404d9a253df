import { isDeepStrictEqual } from 'node:util';
import type { OrderView } from '../support/schemas.ts';

type PaymentStatus = OrderView['payment']['status'];

/** Where a payment may have got to, at one step or at several: it moves only forward. */
const later: Readonly<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  none: ['authorized', 'declined', 'captured', 'voided', 'refunded'],
  authorized: ['captured', 'voided', 'refunded'],
  captured: ['refunded'],
  declined: [],
  voided: [],
  refunded: [],
};

/** What of an order can only have been added to, as seen in `earlier` and then in `now`: in words, what was not. */
export function contradictions(earlier: OrderView, now: OrderView): string[] {
  const same = <Part>(name: string, one: Part, other: Part) =>
    isDeepStrictEqual(one, other) ? [] : [`${name} was ${JSON.stringify(one)}, then ${JSON.stringify(other)}`];
  const known = earlier.history.length;
  const isForward =
    earlier.payment.status === now.payment.status || later[earlier.payment.status].includes(now.payment.status);
  return [
    ...same('history', earlier.history, now.history.slice(0, known)),
    ...same('lines', earlier.lines, now.lines),
    ...same('total', earlier.total, now.total),
    ...same('buyer', earlier.buyerId, now.buyerId),
    ...same('time of placing', earlier.createdAt, now.createdAt),
    ...(earlier.cancellation === undefined ? [] : same('cancellation', earlier.cancellation, now.cancellation)),
    ...(earlier.reason === undefined ? [] : same('reason', earlier.reason, now.reason)),
    ...(isForward ? [] : [`payment was ${earlier.payment.status}, then ${now.payment.status}`]),
  ].map((contradiction) => `${earlier.orderId}: its ${contradiction}`);
}

type Sight = { readonly order: OrderView; readonly seenAt: number };

/**
 * All that anybody was answered about one order. An answer is of some moment between its request and its arrival; so
 * only what had arrived before a request was sent must be found again in the answer to it.
 */
export class OrderTrail {
  readonly #sights: Sight[] = [];

  /** The order as it was seen last. */
  get latest(): OrderView | undefined {
    return this.#sights.at(-1)?.order;
  }

  /**
   * @param sentAt, seenAt when it was asked for and when the answer was there, on one rising count
   * @returns in what it contradicts earlier answers
   */
  see(order: OrderView, sentAt: number, seenAt: number): string[] {
    const before = this.#sights.filter((sight) => sight.seenAt < sentAt);
    this.#sights.push({ order, seenAt });
    return before.flatMap((sight) => contradictions(sight.order, order));
  }
}
