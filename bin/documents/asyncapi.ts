import * as z from 'zod/mini';
import { eventCatalogue } from '../../domain/events/catalogue.ts';
import { eventMetadataSchema } from '../../domain/events/event.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { detailTypes, exampleOf } from './event-examples.ts';
import { eventMeanings } from './events.ts';
import { plainSchema } from './openapi/schemas.ts';

const introduction = `What Holdfast publishes on its event bus (Amazon EventBridge), after the commit and at least once: a consumer may see
an event twice, late, and in another order than it happened. \`metadata.eventId\` is the same each time.`;

/** The AsyncAPI 3.0 document of the events, made of the one catalogue. */
export function asyncApiDocument() {
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Holdfast events',
      version: packageJson.version,
      description: introduction,
      license: { name: 'Apache 2.0' },
    },
    defaultContentType: 'application/json',
    channels: {
      events: {
        address: 'events',
        title: 'The event bus',
        description: 'Its name is the output `EventBusName` of the stack.',
        messages: Object.fromEntries(
          detailTypes.map((detailType) => [detailType, { $ref: `#/components/messages/${detailType}` }]),
        ),
      },
    },
    operations: {
      publish: { action: 'send', channel: { $ref: '#/channels/events' }, summary: 'Holdfast tells what has happened.' },
    },
    components: {
      messages: Object.fromEntries(detailTypes.map((detailType) => [detailType, message(detailType)])),
      schemas: { Metadata: plainSchema(z.toJSONSchema(eventMetadataSchema, { io: 'input' }), false) },
    },
  };
}

/** The payload is the `detail` of the event as EventBridge delivers it. */
function message(detailType: (typeof detailTypes)[number]) {
  const { source, schemaVersion, data } = eventCatalogue[detailType];
  return {
    name: detailType,
    title: detailType,
    summary: eventMeanings[detailType],
    description: `\`source\` is \`${source}\`, \`detail-type\` is \`${detailType}\`, \`schemaVersion\` is ${schemaVersion}.`,
    tags: [{ name: source }],
    payload: {
      type: 'object',
      properties: {
        metadata: { $ref: '#/components/schemas/Metadata' },
        data: plainSchema(z.toJSONSchema(data, { io: 'input' }), false),
      },
      required: ['metadata', 'data'],
    },
    examples: [{ payload: exampleOf(detailType).detail }],
  };
}
