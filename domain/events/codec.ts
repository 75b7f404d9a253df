import * as z from 'zod/mini';
import { type DetailType, eventCatalogue, type Happening } from './catalogue.ts';
import { type EventMetadata, eventMetadataSchema } from './event.ts';

export type ReceivedEvent = { readonly metadata: EventMetadata; readonly happening: Happening };

function isDetailType(detailType: string): detailType is DetailType {
  return Object.hasOwn(eventCatalogue, detailType);
}

/**
 * Reads an event as a consumer receives it.
 * @throws when the type is not in the catalogue or the detail does not have its schema: a bug of the publisher, which
 * belongs on the dead-letter queue.
 */
export function parseEvent(detailType: string, detail: unknown): ReceivedEvent {
  if (!isDetailType(detailType)) throw new Error(`Unknown event type ${detailType}`);
  const { metadata, data } = z
    .object({ metadata: eventMetadataSchema, data: eventCatalogue[detailType].data })
    .parse(detail);
  return { metadata, happening: { detailType, data } as Happening };
}
