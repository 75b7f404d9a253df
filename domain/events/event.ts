import * as z from 'zod/mini';
import type { Instant } from '../time.ts';
import { type DetailType, eventCatalogue, type Happening } from './catalogue.ts';

export const eventMetadataSchema = z.strictObject({
  eventId: z.string(),
  occurredAt: z.string(),
  correlationId: z.string(),
  causationId: z.optional(z.string()),
  orderId: z.optional(z.string()),
  version: z.int().check(z.gte(1)),
  schemaVersion: z.int().check(z.gte(1)),
});
export type EventMetadata = z.infer<typeof eventMetadataSchema>;

/** An event as it is stored and published: `detail` is what consumers receive. */
export type DomainEvent = {
  readonly source: string;
  readonly detailType: DetailType;
  readonly detail: { readonly metadata: EventMetadata; readonly data: Happening['data'] };
};

/** What an order's event is numbered and traced by. */
export type OrderEventContext = {
  readonly orderId: string;
  readonly version: number;
  readonly occurredAt: Instant;
  readonly correlationId: string;
  readonly causationId?: string;
};

/** The id is made of what the event is about, so that a repeated publication carries the same one. */
export function orderEventId(orderId: string, version: number): string {
  return `${orderId}.${version}`;
}

export function orderEvent(happening: Happening, context: OrderEventContext): DomainEvent {
  return describe(happening, { ...context, eventId: orderEventId(context.orderId, context.version) });
}

/** What an event of a SKU is numbered and traced by: its version is the revision of the stock item that tells it. */
export type StockEventContext = Pick<EventMetadata, 'occurredAt' | 'correlationId' | 'version'> & {
  readonly sku: string;
};

/** An event of a SKU without an order: one that tells a record is named by it, all others by the revision. */
export function stockEvent(happening: Happening, { sku, ...metadata }: StockEventContext): DomainEvent {
  const cause = recordOf(happening) ?? metadata.version;
  return describe(happening, { ...metadata, eventId: `${sku}.${cause}.${happening.detailType}` });
}

/** One revision can have several of these, and each may be told again when the stock item has moved on. */
function recordOf(happening: Happening): string | undefined {
  if (happening.detailType === 'StockAdjusted') return happening.data.adjustmentId;
  return happening.detailType === 'StockDiscrepancyFound' ? happening.data.discrepancyId : undefined;
}

function describe(happening: Happening, metadata: Omit<EventMetadata, 'schemaVersion'>): DomainEvent {
  const { source, schemaVersion } = eventCatalogue[happening.detailType];
  return {
    source,
    detailType: happening.detailType,
    detail: { metadata: { ...metadata, schemaVersion }, data: happening.data },
  };
}

/** Numbers the happenings of one change after the order's latest event, without a gap. */
export function orderEvents(happenings: readonly Happening[], first: OrderEventContext): DomainEvent[] {
  return happenings.map((happening, index) => orderEvent(happening, { ...first, version: first.version + index }));
}
