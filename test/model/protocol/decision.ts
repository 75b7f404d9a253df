import type { DetailType } from '../../../domain/events/catalogue.ts';
import type { StockEffect } from '../../../domain/inventory/stock.ts';
import type { OrderRecord } from './records.ts';
import type { ReservationWrite } from './reservation.ts';

/** One transaction: the order, its events, its reservation and its units. */
export type Write = {
  readonly order: OrderRecord;
  readonly events: readonly DetailType[];
  /** The number that the events come after. */
  readonly after: number;
  readonly reservation?: ReservationWrite;
  readonly stock?: StockEffect;
};

export type Decision = { readonly outcome: string; readonly write?: Write };

type Parts = Partial<Omit<Write, 'order'>>;

export function deciding(
  outcome: string,
  before: OrderRecord,
  changes: Partial<OrderRecord>,
  { events = [], after = before.version, ...others }: Parts = {},
): Decision {
  const order = { ...before, ...changes, version: after + events.length };
  return { outcome, write: { order, events, after, ...others } };
}
