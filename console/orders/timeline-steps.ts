import type { Order, OrderEvent } from '../api/schemas.ts';

/** A step of an order: what happened, when, by whom, and how long after the step before. */
export type TimelineStep = {
  readonly id: string;
  readonly at: string;
  readonly what: string;
  readonly who: string;
  readonly detail?: string;
  readonly afterMilliseconds?: number;
};

/**
 * The steps of an order, oldest first.
 * @param events those of the order, oldest first; without them, as for a buyer, its history tells
 */
export function stepsOf(order: Order, events: readonly OrderEvent[] | undefined): TimelineStep[] {
  const steps = events === undefined ? fromHistory(order) : events.map((event) => fromEvent(order, event));
  return steps.map((step, index) => {
    const before = steps[index - 1];
    return before === undefined ? step : { ...step, afterMilliseconds: Date.parse(step.at) - Date.parse(before.at) };
  });
}

function fromHistory(order: Order): TimelineStep[] {
  return order.history.map(({ at, status, reason }) => ({
    id: `${at} ${status}`,
    at,
    what: status,
    who: actorOf(order, status, 'ordering'),
    ...(reason === undefined ? {} : { detail: reason }),
  }));
}

function fromEvent(order: Order, { source, detailType, detail: { metadata, data } }: OrderEvent): TimelineStep {
  const status = typeof data.status === 'string' ? data.status : '';
  const { reason, cause } = data;
  const detail = [reason, cause].find((text) => typeof text === 'string');
  return {
    id: metadata.eventId,
    at: metadata.occurredAt,
    what: detailType,
    who: actorOf(order, status, source.replace('holdfast.', '')),
    ...(detail === undefined ? {} : { detail }),
  };
}

/** People place, cancel and ship; all else the system does by itself, part by part. */
function actorOf({ buyerId, reason, history }: Order, status: string, part: string): string {
  if (status !== '' && status === history[0]?.status) return `buyer ${buyerId}`;
  if (status === 'Shipped') return 'staff';
  if (status === 'Cancelled' && reason === 'cancelled_by_buyer') return `buyer ${buyerId}`;
  if (status === 'Cancelled' && reason === 'cancelled_by_staff') return 'staff';
  return part;
}
