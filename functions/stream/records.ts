import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { eventsFromItem, reservationFromItem, stockFromItem } from '../../adapters/dynamodb/codec.ts';
import { discrepancyFromItem } from '../../adapters/dynamodb/reconciliation/codec.ts';
import type { DomainEvent } from '../../domain/events/event.ts';
import { reservationEvent } from '../../domain/inventory/reservation-event.ts';
import { stockEvents } from '../../domain/inventory/stock-events.ts';
import { discrepancyEvent } from '../../domain/reconciliation/discrepancy-event.ts';

/** The stored images of one change, as the stream tells them. */
export type ChangedItem = {
  readonly before: Record<string, AttributeValue> | undefined;
  readonly after: Record<string, AttributeValue>;
  /** When the change was written. */
  readonly at: string;
};

/** The events that a change tells: those it was written with, the reservation's decision, a discrepancy, or what stock crossed. */
export function eventsOf({ before, after, at }: ChangedItem): DomainEvent[] {
  const kind = after.sk?.S ?? '';
  if (kind.startsWith('EVENT#')) return before === undefined ? eventsFromItem(after) : [];
  if (kind === 'RESERVATION') return before === undefined ? decisionOf(after) : [];
  if (kind === 'DISCREPANCY') return before === undefined ? [discrepancyEvent(discrepancyFromItem(after))] : [];
  if (kind === 'STOCK')
    return stockEvents(before === undefined ? undefined : stockFromItem(before), stockFromItem(after), at);
  return [];
}

function decisionOf(after: Record<string, AttributeValue>): DomainEvent[] {
  const event = reservationEvent(reservationFromItem(after));
  return event === undefined ? [] : [event];
}
