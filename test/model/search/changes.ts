import type { World } from '../protocol/records.ts';

/** What a step has changed, in words; history and what becomes due come last. */
export function changesIn(before: World, after: World): string {
  const { order, reservation } = after;
  const changes = [
    changed(
      before.order.status,
      order.status,
      order.reason === 'none' ? order.status : `${order.status} (${order.reason})`,
    ),
    changed(before.order.payment, order.payment, `its payment is ${order.payment}`),
    changed(before.order.cancellation, order.cancellation, `cancellation by ${order.cancellation}`),
    changed(before.order.saga, order.saga, `its execution is the ${order.saga}`),
    changed(before.reservation.status, reservation.status, `reservation ${reservation.status}`),
    changed(before.reservation.pin, reservation.pin, 'reservation pinned'),
    changed(before.reservation.wish, reservation.wish, `wish of ${reservation.wish}`),
    changed(before.reservation.closing, reservation.closing, `reservation closed as ${reservation.closing}`),
    changed(before.ledger, after.ledger, `the provider has it ${after.ledger}`),
  ].filter((change) => change !== undefined);
  const due = after.due.names().filter((name) => !before.due.has(name));
  return [...changes, ...(due.length === 0 ? [] : [`${due.join(', ')} may follow`])].join('; ');
}

function changed<Value>(before: Value, after: Value, words: string): string | undefined {
  return before === after ? undefined : words;
}
