import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { DomainEvent } from '../../domain/events/event.ts';

export type EventPublisher = { readonly client: EventBridgeClient; readonly eventBusName: string };

export function createEventPublisher(eventBusName: string): EventPublisher {
  return { client: new EventBridgeClient({ maxAttempts: 5 }), eventBusName };
}

/** PutEvents takes at most 10 entries, and 1 MB in all; an event of 90 lines has some 20 KB. */
const entriesPerRequest = 10;

export function publishRequests(eventBusName: string, events: readonly DomainEvent[]): PutEventsRequestEntry[][] {
  const entries = events.map(({ source, detailType, detail }) => ({
    EventBusName: eventBusName,
    Source: source,
    DetailType: detailType,
    Detail: JSON.stringify(detail),
    Time: new Date(detail.metadata.occurredAt),
  }));
  const requests: PutEventsRequestEntry[][] = [];
  for (let first = 0; first < entries.length; first += entriesPerRequest) {
    requests.push(entries.slice(first, first + entriesPerRequest));
  }
  return requests;
}

/**
 * Publishes events in order. A request can succeed while some of its entries fail, so that the answer is read entry
 * by entry.
 * @returns the ids of the events that were not accepted; publishing them again is safe
 */
export async function publishEvents(
  { client, eventBusName }: EventPublisher,
  events: readonly DomainEvent[],
): Promise<ReadonlySet<string>> {
  const failed = new Set<string>();
  let position = 0;
  for (const Entries of publishRequests(eventBusName, events)) {
    const answer = await client.send(new PutEventsCommand({ Entries }));
    for (const entry of answer.Entries ?? []) {
      const event = events[position++];
      if (entry.ErrorCode !== undefined && event !== undefined) failed.add(event.detail.metadata.eventId);
    }
  }
  return failed;
}
