import { isTombstone, type Reservation, type ReservationStatus } from '../inventory/reservation.ts';
import type { StockLine } from '../lines.ts';
import { isSettled, type Order } from '../ordering/order.ts';
import type { LookUpOutcome } from '../payment/provider.ts';
import type { OrderFinding } from './discrepancy.ts';

/** How an order's reservation stands, with the two that are none. */
export type Standing = ReservationStatus | 'none' | 'tombstone';

export function standingOf(reservation: Reservation | undefined): Standing {
  if (reservation === undefined) return 'none';
  return isTombstone(reservation) ? 'tombstone' : reservation.status;
}

/** The standings that an order's status allows. Both are written in one transaction wherever both change. */
export function fittingStandings(order: Order): readonly [Standing, ...Standing[]] {
  switch (order.status) {
    case 'Submitted':
      return ['none'];
    case 'AwaitingValidation':
      return ['none', 'Held', 'Rejected'];
    case 'StockConfirmed':
      return ['Held'];
    case 'Paid':
    case 'Shipped':
      return ['Committed'];
    case 'Cancelled':
      return standingsOfCancelled[order.reservation?.status ?? 'none'];
  }
}

/** By what the order itself remembers of its reservation. A paid order's stays committed when its units return. */
const standingsOfCancelled = {
  none: ['none', 'tombstone'],
  Held: ['Released', 'Expired'],
  Committed: ['Committed'],
  Released: ['Released'],
  Expired: ['Expired'],
  Rejected: ['Rejected'],
} as const satisfies Readonly<Record<string, readonly [Standing, ...Standing[]]>>;

/** Compares an order with its reservation: how it stands, and whose units it holds. */
export function compareUnits(order: Order, reservation: Reservation | undefined): OrderFinding | undefined {
  const fitting = fittingStandings(order);
  const standing = standingOf(reservation);
  if (!fitting.includes(standing)) return finding('orders', order, fitting.join(' or '), standing);
  if (reservation === undefined || reservation.status === 'Rejected' || isTombstone(reservation)) return undefined;
  const different = differentLine(order.lines, reservation.lines);
  if (different === undefined) return undefined;
  const { sku, ordered, reserved } = different;
  return finding('orders', order, `${ordered} of ${sku}`, `${reserved} of ${sku}`);
}

function differentLine(ordered: readonly StockLine[], reserved: readonly StockLine[]) {
  const quantity = (lines: readonly StockLine[], sku: string) =>
    lines.filter((line) => line.sku === sku).reduce((sum, line) => sum + line.quantity, 0);
  return [...ordered, ...reserved]
    .map(({ sku }) => ({ sku, ordered: quantity(ordered, sku), reserved: quantity(reserved, sku) }))
    .find((line) => line.ordered !== line.reserved);
}

/**
 * Compares an order with what the provider knows of its payment. While anything is in flight the two may differ: of an
 * order that is not settled, and of an answer that did not come, nothing is said.
 */
export function compareMoney(order: Order, known: LookUpOutcome): OrderFinding | undefined {
  if (!isSettled(order) || known === 'unknown') return undefined;
  const { status } = order.payment;
  const expected = status === 'none' ? 'not_found' : status;
  return known === expected ? undefined : finding('money', order, expected, known);
}

function finding(kind: OrderFinding['kind'], order: Order, expected: string, found: string): OrderFinding {
  const { orderId, revision } = order;
  return { kind, sku: order.lines[0]?.sku ?? '', orderId, revision, expected, found };
}
