import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { createEventPublisher, publishEvents } from '../../adapters/eventbridge/publisher.ts';
import type { DomainEvent } from '../../domain/events/event.ts';
import { readEnvironment } from '../environment.ts';
import { logFailure } from '../log.ts';
import { type Annotations, traced } from '../trace.ts';
import { changedItem } from './codec.ts';
import { eventsOf } from './records.ts';

const environment = readEnvironment({ EVENT_BUS_NAME: 'string' });
const publisher = createEventPublisher(environment.EVENT_BUS_NAME);

type Told = { readonly sequenceNumber: string; readonly events: readonly DomainEvent[] };

/** Publishes what the tables tell, after the commit and at least once; what was not accepted is tried again. */
export async function handler(event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const told = event.Records.map(tell);
  const events = told.flatMap((record) => record.events);
  const failed = await traced('relay', () => publishEvents(publisher, events), {
    annotate: () => events.map(annotationsOf),
    isFault: ({ size }) => size > 0,
  });
  if (failed.size > 0) logFailure('events not accepted', new Error(`${failed.size} events`));
  const first = told.find(({ events }) => events.some(({ detail }) => failed.has(detail.metadata.eventId)));
  return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first.sequenceNumber }] };
}

function annotationsOf({ detail: { metadata } }: DomainEvent): Annotations {
  const { orderId, correlationId } = metadata;
  return { correlationId, ...(orderId === undefined ? {} : { orderId }) };
}

function tell(record: DynamoDBRecord): Told {
  const changed = changedItem(record);
  return {
    sequenceNumber: record.dynamodb?.SequenceNumber ?? '',
    events: changed === undefined ? [] : eventsOf(changed),
  };
}
