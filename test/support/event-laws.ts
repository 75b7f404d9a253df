import { isDeepStrictEqual } from 'node:util';
import { eventCatalogue } from '../../domain/events/catalogue.ts';
import { parseEvent, type ReceivedEvent } from '../../domain/events/codec.ts';
import type { Books } from './books.ts';
import type { BusEvent, OrderView, StockView } from './schemas.ts';

/** An event of the bus as a consumer reads it. */
type ParsedEvent = { readonly event: BusEvent; readonly received: ReceivedEvent };

/** @throws when an event does not have the schema of its type */
function parsedEvents(events: readonly BusEvent[]): ParsedEvent[] {
  return events.map((event) => ({ event, received: parseEvent(event.detailType, event.detail) }));
}

/** The events without their repeats, which a consumer knows by their id. */
export function distinctEvents(events: readonly BusEvent[]): ReceivedEvent[] {
  return distinct(parsedEvents(events));
}

function distinct(events: readonly ParsedEvent[]): ReceivedEvent[] {
  return [...new Map(events.map(({ received }) => [received.metadata.eventId, received])).values()];
}

/** Every event has its schema and source, says the same at each repeat, and an order's versions are 1 to n. */
export function eventViolations({ events, orders, stock, stored }: Books): string[] {
  const parsed = parsedEvents(events);
  const told = distinct(parsed);
  const byOrder = Map.groupBy(told, ({ metadata }) => metadata.orderId);
  return [
    ...parsed.flatMap(sourceViolation),
    ...repeatViolations(parsed),
    ...orders.flatMap(({ orderId }) => versionViolation(orderId, byOrder.get(orderId) ?? [])),
    ...orders.flatMap((order) => statusViolation(order, byOrder.get(order.orderId) ?? [])),
    ...ledgerViolations(stock, told),
    ...relayViolations(stored, byOrder),
  ];
}

function sourceViolation({ event: { source, detailType }, received: { happening, metadata } }: ParsedEvent): string[] {
  const expected = eventCatalogue[happening.detailType];
  return source === expected.source && metadata.schemaVersion === expected.schemaVersion
    ? []
    : [`${metadata.eventId}: ${detailType} from ${source} in schema ${metadata.schemaVersion}`];
}

function repeatViolations(events: readonly ParsedEvent[]): string[] {
  const firsts = new Map<string, unknown>();
  return events.flatMap(({ event: { detailType, detail }, received }) => {
    const { eventId } = received.metadata;
    const told = { detailType, detail };
    const first = firsts.get(eventId);
    if (first === undefined) firsts.set(eventId, told);
    return first === undefined || isDeepStrictEqual(first, told)
      ? []
      : [`${eventId}: told otherwise when it was told again`];
  });
}

function versionViolation(orderId: string, events: readonly ReceivedEvent[]): string[] {
  const versions = events.map(({ metadata }) => metadata.version).sort((one, other) => one - other);
  return versions.length > 0 && versions.every((version, index) => version === index + 1)
    ? []
    : [`${orderId}: its events have the versions ${versions.join(', ')}`];
}

/** An order tells each status that it had, in its order, and none that it never had. */
function statusViolation({ orderId, history }: OrderView, events: readonly ReceivedEvent[]): string[] {
  const told = events
    .toSorted((one, other) => one.metadata.version - other.metadata.version)
    .flatMap(({ happening }) => ('status' in happening.data ? [happening.data.status] : []));
  const had = history.map(({ status }) => status);
  return isDeepStrictEqual(told, had)
    ? []
    : [`${orderId}: it was ${had.join(', ')}, its events tell ${told.join(', ')}`];
}

type Totals = { readonly available: number; readonly reserved: number; readonly sold: number };

const nothing: Totals = { available: 0, reserved: 0, sold: 0 };

/** How an event moves units of each SKU that it names, by the contract alone: not by the code that is tried. */
function effectsOf({ happening }: ReceivedEvent): (readonly [string, Totals])[] {
  switch (happening.detailType) {
    case 'OrderStockConfirmed':
      return happening.data.lines.map(({ sku, quantity: q }) => [sku, { available: -q, reserved: q, sold: 0 }]);
    case 'OrderStatusChangedToPaid':
      return happening.data.lines.map(({ sku, quantity: q }) => [sku, { available: 0, reserved: -q, sold: q }]);
    case 'OrderStockReleased': {
      const isReturned = happening.data.cause === 'returned';
      return happening.data.lines.map(({ sku, quantity: q }) => [
        sku,
        { available: q, reserved: isReturned ? 0 : -q, sold: isReturned ? -q : 0 },
      ]);
    }
    case 'StockAdjusted': {
      const { sku, delta, orderId } = happening.data;
      return [[sku, orderId === undefined ? { ...nothing, available: delta } : { ...nothing, sold: delta }]];
    }
    default:
      return [];
  }
}

/** Every total of each SKU can be told from the events alone. */
function ledgerViolations(stock: readonly StockView[], events: readonly ReceivedEvent[]): string[] {
  const told = new Map<string, Totals>();
  for (const [sku, effect] of events.flatMap(effectsOf)) {
    const before = told.get(sku) ?? nothing;
    told.set(sku, {
      available: before.available + effect.available,
      reserved: before.reserved + effect.reserved,
      sold: before.sold + effect.sold,
    });
  }
  return stock.flatMap(({ sku, available, reserved, sold }) => {
    const fold = told.get(sku) ?? nothing;
    const agrees = fold.available === available && fold.reserved === reserved && fold.sold === sold;
    return agrees ? [] : [`${sku}: totals ${available}/${reserved}/${sold}, the events tell ${JSON.stringify(fold)}`];
  });
}

/** The events that are stored with an order are those that the bus delivered: all of them, and no others. */
function relayViolations(stored: Books['stored'], byOrder: ReadonlyMap<unknown, readonly ReceivedEvent[]>): string[] {
  return [...(stored ?? [])].flatMap(([orderId, ids]) => {
    const delivered = (byOrder.get(orderId) ?? []).map(({ metadata }) => metadata.eventId);
    return [
      ...ids.filter((id) => !delivered.includes(id)).map((id) => `${orderId}: ${id} is stored, and was not delivered`),
      ...delivered.filter((id) => !ids.includes(id)).map((id) => `${orderId}: ${id} was delivered, and is not stored`),
    ];
  });
}
