import type { ServiceApi } from '../endpoint/aws-endpoint.ts';
import type { EventBuses, PutEventsResponse } from '../events/bus.ts';
import { entryBytes, type PutEventsEntry } from '../events/put-events.ts';
import type { QueueSender } from '../ports.ts';
import type { Usage } from './usage.ts';

/** Publishes events, and counts those that were accepted. */
export function meteredPutEvents(buses: EventBuses, input: unknown, usage: Usage): PutEventsResponse {
  const response = buses.putEvents(input);
  // What was not refused has the shape of the request.
  const { Entries: entries } = input as { readonly Entries: readonly PutEventsEntry[] };
  for (const [index, result] of response.Entries.entries()) {
    const entry = entries[index];
    if ('EventId' in result && entry !== undefined) usage.addEvent(entryBytes(entry));
  }
  return response;
}

/** Sends for a service of AWS, which is billed to the owner of the queue as any other request. */
export function meteredSender(queues: QueueSender, usage: Usage): QueueSender {
  return {
    send: (queueArn, body, attributes) => {
      queues.send(queueArn, body, attributes);
      usage.addQueueRequest(Buffer.byteLength(body) + Buffer.byteLength(JSON.stringify(attributes ?? {})));
    },
  };
}

/** The API of SQS: a request is billed by what it carries there and back, whether it finds a message or not. */
export function meteredQueueApi(api: ServiceApi, usage: Usage): ServiceApi {
  return async (operation, input) => {
    const output = await api(operation, input);
    usage.addQueueRequest(Math.max(bytesOf(input), bytesOf(output)));
    return output;
  };
}

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}
