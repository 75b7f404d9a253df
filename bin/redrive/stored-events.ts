import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { adjustmentFromItem, type Item } from '../../adapters/dynamodb/codec.ts';
import { isInLedger } from '../../adapters/dynamodb/movements.ts';
import { readStock } from '../../adapters/dynamodb/stock.ts';
import { type Period, scanStoredEvents } from '../../adapters/dynamodb/stored-events.ts';
import { publishEvents } from '../../adapters/eventbridge/publisher.ts';
import { parseEvent } from '../../domain/events/codec.ts';
import type { DomainEvent } from '../../domain/events/event.ts';
import { movementsOf } from '../../domain/inventory/movement.ts';
import { adjustmentEvent } from '../../domain/inventory/stock-events.ts';
import { eventsOf } from '../../functions/stream/records.ts';
import type { Ports } from './ports.ts';

/** Parts of the table that are read at the same time: more would be faster, and get in the way of the shop. */
const segments = 4;
/** What DynamoDB asks for a million units of reading on demand (us-east-1); a unit is 8 KB, read eventually. */
const dollarsPerMillionUnits = 0.125;
const bytesPerUnit = 8192;

/** What republishing from the stored items came to. */
export type Republished = { readonly events: number; readonly failed: number };

/**
 * Publishes again what the items of a table tell of some periods, by the relay's own functions, so that every event
 * has the id that it always had. It reads the whole table, in pages, and says how far it is.
 */
export async function republishStored(
  ports: Ports,
  tableName: string,
  periods: readonly Period[],
): Promise<Republished> {
  const stored = tableName === ports.facts.ordersTable ? 'orders' : 'inventory';
  ports.progress.tell(await announcement(ports, tableName));
  let [scanned, events, failed] = [0, 0, 0];
  const readSegment = async (segment: number) => {
    const request = { tableName, stored, periods, segment, segments } as const;
    for await (const page of scanStoredEvents(ports.sweep.tables.client, request)) {
      const told = await Promise.all(page.items.map((item) => eventsOfItem(ports, item)));
      failed += (await publishEvents(ports.sweep.publisher, told.flat())).size;
      events += told.flat().length;
      scanned += page.scanned;
      ports.progress.show(`${tableName}: ${scanned} items read, ${events} events published`);
    }
  };
  await Promise.all(Array.from({ length: segments }, (_, segment) => readSegment(segment)));
  return { events, failed };
}

/** What it will cost, before it does; DynamoDB counts the size of a table every six hours. */
async function announcement({ sweep }: Ports, tableName: string): Promise<string> {
  const { Table } = await sweep.tables.client.send(new DescribeTableCommand({ TableName: tableName }));
  const bytes = Table?.TableSizeBytes ?? 0;
  const dollars = (bytes / bytesPerUnit / 1e6) * dollarsPerMillionUnits;
  const size = `some ${Table?.ItemCount ?? 0} items, ${(bytes / 1e6).toFixed(1)} MB`;
  return `${tableName}: its stream has lost the records, so that all of it is read (${size}, about ${dollars.toFixed(2)} USD)`;
}

/** Items of the stream's other kind, stock, hold no event: what was crossed is known from their old images alone. */
async function eventsOfItem(ports: Ports, item: Item): Promise<DomainEvent[]> {
  if (item.sk?.S === 'ADJUSTMENT') return adjustmentEvents(ports, item);
  return eventsOf({ before: undefined, after: item, at: '' });
}

const answerSchema = z.object({ stock: z.object({ available: z.int() }) });

/**
 * An adjustment's event was made of the stock item, which has moved on: its revision and what is available are those
 * of today, or of the answer that was given. So it is told again only if the ledger lacks it.
 */
async function adjustmentEvents({ facts, sweep }: Ports, item: Item): Promise<DomainEvent[]> {
  const { answer, ...adjustment } = adjustmentFromItem(item);
  const { client } = sweep.tables;
  const stock = await readStock(client, facts.inventoryTable, adjustment.sku);
  if (stock === undefined) return [];
  const answered = answer === undefined ? undefined : answerSchema.parse(JSON.parse(answer)).stock;
  const event = adjustmentEvent(adjustment, { ...stock, ...answered, sku: adjustment.sku });
  const { metadata, happening } = parseEvent(event.detailType, event.detail);
  const [row] = movementsOf(happening, metadata);
  const table = { client, movementsTable: facts.movementsTable };
  return row === undefined || (await isInLedger(table, row)) ? [] : [event];
}
