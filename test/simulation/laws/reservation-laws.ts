import { isDeepStrictEqual } from 'node:util';
import { type ItemChange, Store } from '../dynamodb/store.ts';
import type { Item } from '../dynamodb/values.ts';
import type { Violation } from './violation.ts';

/** What holds of a reservation at every change after its insert. */
export function reservationViolations(store: Store, { before, after }: ItemChange): Violation[] {
  if (before === undefined) return [];
  const name = after.pk?.S ?? '';
  const [from, to] = [before.status?.S, after.status?.S];
  return [
    ...(from !== 'Held' && from !== to ? [{ law: 2, what: `${name} went from ${from} to ${to}` } as const] : []),
    ...claims.flatMap((claim) => overwritten(name, claim, before[claim], after[claim])),
    ...(before.wish === undefined && after.wish !== undefined ? lateWish(name, after) : []),
    ...(before.pin === undefined && after.pin !== undefined ? pinViolations(name, after) : []),
    ...(before.closing === undefined && after.closing !== undefined ? closedForLess(store, name, after) : []),
  ];
}

/** Each is written once, and the first one stands. */
const claims = ['pin', 'wish', 'closing'] as const;

function overwritten(name: string, claim: string, before: Item[string] | undefined, after: Item[string] | undefined) {
  if (before === undefined || before === after || isDeepStrictEqual(before, after)) return [];
  return [{ law: 'cancellation', what: `the ${claim} of ${name} was overwritten` }] as const;
}

/** What is ending already ends for its first cause, and not for a wish that came later. */
function lateWish(name: string, { closing }: Item): Violation[] {
  if (closing === undefined) return [];
  return [{ law: 'cancellation', what: `a wish to cancel was recorded in ${name}, which was closed before` }];
}

/** What was declined ends for that, unless somebody wished to cancel before. */
function closedForLess(store: Store, name: string, { orderId, wish, closing }: Item): Violation[] {
  const key = { pk: { S: `ORDER#${orderId?.S}` }, sk: { S: 'ORDER' } };
  const order = store.read(Store.placeOf('Orders', key));
  const cause = closing?.M?.cause?.S;
  if (order?.payment?.M?.status?.S !== 'declined' || wish !== undefined || cause === 'payment_failed') return [];
  return [{ law: 'cancellation', what: `${name} was closed for ${cause}, and its payment was declined before` }];
}

/** A payment begins only for what is held, is not closed, and nobody wishes to cancel. */
function pinViolations(name: string, { status, wish, closing }: Item): Violation[] {
  if (status?.S === 'Held' && wish === undefined && closing === undefined) return [];
  return [{ law: 4, what: `a payment began for ${name}, which is ${status?.S}, wished or closed` }];
}
