import { type DetailType, eventCatalogue } from '../../domain/events/catalogue.ts';
import { eventMetadataSchema } from '../../domain/events/event.ts';
import { detailTypes, exampleOf } from './event-examples.ts';
import { code, codeBlock, document, generatedNotice, table } from './markdown.ts';
import { type Field, fieldsOf } from './schema-fields.ts';

/** What each event tells. */
export const eventMeanings: Readonly<Record<DetailType, string>> = {
  OrderStatusChangedToSubmitted: 'An order was placed, and waits for its grace period. Only with a grace period.',
  OrderStatusChangedToAwaitingValidation: 'An order asks for its stock.',
  OrderStatusChangedToStockConfirmed: 'Its units are held; its payment begins.',
  OrderStatusChangedToPaid: 'Its units are sold and its payment is authorised; the capture follows.',
  OrderStatusChangedToShipped: 'It has left the warehouse.',
  OrderStatusChangedToCancelled: 'It has ended, for the reason given.',
  OrderStockConfirmed: 'All units of an order are reserved.',
  OrderStockRejected: 'An order is short; every short SKU is named.',
  OrderStockReleased: 'The units of an order are available again: `returned` after it was paid.',
  StockAdjusted:
    'Staff changed the stock, or (with `orderId`) the units of a paid order were written off, or (with `reserved` and ' +
    '`sold`) the ledger was corrected by these deltas and no total was changed.',
  StockBelowRestockThreshold: 'Available fell from at or above the threshold to below it. Once per crossing.',
  StockDepleted: 'Available fell to 0. Once per crossing.',
  StockDiscrepancyFound:
    'Reconciliation found two books that do not agree, and has changed nothing. `ledger` and `reservations` tell the ' +
    'totals (`counter`, `ledger`, their `difference`), `orders` and `money` an order (`expected`, `found`).',
  OrderPaymentSucceeded: 'The money is captured.',
  OrderPaymentFailed: 'The card was declined (`declined`), or the capture was refused for good (`capture_refused`).',
  OrderPaymentVoided: 'The authorisation is void: nothing was taken, and nothing can be.',
  OrderPaymentRefunded: 'The captured money was given back.',
};

function fieldTable(fields: readonly Field[]): string {
  return table(
    ['field', 'type', ''],
    fields.map(({ path, type, required }) => [code(path), type, required ? '' : 'optional']),
  );
}

/** Events with the same data, in the order of the catalogue. */
function dataShapes(): DetailType[][] {
  const shapes = new Map<unknown, DetailType[]>();
  for (const detailType of detailTypes) {
    const { data } = eventCatalogue[detailType];
    shapes.set(data, [...(shapes.get(data) ?? []), detailType]);
  }
  return [...shapes.values()];
}

function shapeSection(members: readonly DetailType[]): string[] {
  const [first] = members;
  if (first === undefined) return [];
  return [
    `## ${titleOf(members)}`,
    `Source ${code(eventCatalogue[first].source)}. ${code('data')}:`,
    fieldTable(fieldsOf(eventCatalogue[first].data)),
    ...members.map(exampleBlock),
  ];
}

/** Many names with one beginning are named by it. */
function titleOf(members: readonly DetailType[]): string {
  const [first = ''] = members;
  if (members.length < 3) return members.join(' and ');
  const length = [...first].findIndex(
    (_, index) => !members.every((name) => name.startsWith(first.slice(0, index + 1))),
  );
  return `${first.slice(0, length)}…`;
}

function exampleBlock(detailType: DetailType): string {
  const { detail } = exampleOf(detailType);
  const summary = `<summary>Example of <code>${detailType}</code>: the <code>detail</code></summary>`;
  return ['<details>', summary, '', codeBlock('json', JSON.stringify(detail, null, 2)), '', '</details>'].join('\n');
}

const introduction = `Holdfast publishes what has happened on an event bus of its own (Amazon EventBridge). An event is
published after its change has been committed, at least once: a consumer may see it twice, late, and in another order
than it happened. ${code('metadata.eventId')} is the same each time.

An event with an ${code('orderId')} has a ${code('version')}: an order's events are numbered 1 to n, with no gap and
none twice. An event without an order carries the revision of its stock item as ${code('version')}: it rises, may leave
gaps, and is shared by the events of one change.`;

const schemaRule = `${code('schemaVersion')} rises when a change could break a consumer. A consumer should ignore
members that it does not know.`;

/** The page of all events: each with its source, its fields and an example. */
export function eventsDocument(): string {
  const overview = detailTypes.map((detailType) => {
    const { source, schemaVersion } = eventCatalogue[detailType];
    return [code(detailType), code(source), String(schemaVersion), eventMeanings[detailType]];
  });
  return document([
    generatedNotice('domain/events'),
    '# Events',
    introduction,
    table(['detail-type', 'source', 'schema', 'what it tells'], overview),
    '## Envelope',
    `The ${code('detail')} of every event is ${code('{metadata, data}')}. ${code('metadata')}:`,
    fieldTable(fieldsOf(eventMetadataSchema)),
    schemaRule,
    ...dataShapes().flatMap(shapeSection),
  ]);
}
