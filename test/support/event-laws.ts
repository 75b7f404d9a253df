import { isDeepStrictEqual } from 'node:util';
import { eventCatalogue } from '../../domain/events/catalogue.ts';
import { parseEvent, type ReceivedEvent } from '../../domain/events/codec.ts';
import type { Books } from './books.ts';
import type { BusEvent, StockView } from './schemas.ts';

/** The events without their repeats, which a consumer knows by their id. */
export function distinctEvents(events: readonly BusEvent[]): ReceivedEvent[] {
  const received = events.map(({ detailType, detail }) => parseEvent(detailType, detail));
  return [...new Map(received.map((event) => [event.metadata.eventId, event])).values()];
}

/** Every event has its schema and source, says the same at each repeat, and an order's versions are 1 to n. */
export function eventViolations({ events, orders, stock }: Books): string[] {
  const distinct = distinctEvents(events);
  const byOrder = Map.groupBy(distinct, ({ metadata }) => metadata.orderId);
  return [
    ...events.flatMap(sourceViolation),
    ...repeatViolations(events),
    ...orders.flatMap(({ orderId }) => versionViolation(orderId, byOrder.get(orderId) ?? [])),
    ...ledgerViolations(stock, distinct),
  ];
}

/** @throws when the event does not have the schema of its type */
function sourceViolation({ source, detailType, detail }: BusEvent): string[] {
  const { happening, metadata } = parseEvent(detailType, detail);
  const expected = eventCatalogue[happening.detailType];
  return source === expected.source && metadata.schemaVersion === expected.schemaVersion
    ? []
    : [`${metadata.eventId}: ${detailType} from ${source} in schema ${metadata.schemaVersion}`];
}

function repeatViolations(events: readonly BusEvent[]): string[] {
  const firsts = new Map<string, unknown>();
  return events.flatMap(({ detailType, detail }) => {
    const { eventId } = parseEvent(detailType, detail).metadata;
    const told = { detailType, detail };
    if (!firsts.has(eventId)) firsts.set(eventId, told);
    return isDeepStrictEqual(firsts.get(eventId), told) ? [] : [`${eventId}: told otherwise when it was told again`];
  });
}

function versionViolation(orderId: string, events: readonly ReceivedEvent[]): string[] {
  const versions = events.map(({ metadata }) => metadata.version).sort((one, other) => one - other);
  return versions.length > 0 && versions.every((version, index) => version === index + 1)
    ? []
    : [`${orderId}: its events have the versions ${versions.join(', ')}`];
}

/** The available units of each SKU can be told from the events alone. */
function ledgerViolations(stock: readonly StockView[], events: readonly ReceivedEvent[]): string[] {
  const told = new Map<string, number>();
  const add = (sku: string, delta: number) => told.set(sku, (told.get(sku) ?? 0) + delta);
  for (const { happening } of events) {
    if (happening.detailType === 'OrderStockConfirmed') {
      for (const { sku, quantity } of happening.data.lines) add(sku, -quantity);
    } else if (happening.detailType === 'OrderStockReleased') {
      for (const { sku, quantity } of happening.data.lines) add(sku, quantity);
    } else if (happening.detailType === 'StockAdjusted' && happening.data.orderId === undefined) {
      add(happening.data.sku, happening.data.delta);
    }
  }
  return stock
    .filter(({ sku, available }) => available !== (told.get(sku) ?? 0))
    .map(({ sku, available }) => `${sku}: ${available} available, the events tell ${told.get(sku) ?? 0}`);
}
