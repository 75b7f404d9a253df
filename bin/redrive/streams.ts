import type { Period } from '../../adapters/dynamodb/stored-events.ts';
import { publishEvents } from '../../adapters/eventbridge/publisher.ts';
import { type FailedBatch, type LetterOf, left, type Outcome, reasonOf, redriven } from './letter.ts';
import type { Ports } from './ports.ts';
import { republishStored } from './stored-events.ts';
import { eventsInStream } from './stream-records.ts';

/**
 * An item says when its writer decided, a stream when it was written: in between are retries, and two clocks.
 * What is published too much is known to every consumer by its id.
 */
const marginMilliseconds = 10 * 60 * 1000;
/** More periods than this are read as one that holds them all. */
const mostPeriods = 10;

type StreamLetter = LetterOf<'stream'>;
type Settle = (letter: StreamLetter, outcome: Outcome) => Promise<void>;

/**
 * Publishes what the relay gave up: from the stream as long as that has the records, else from the items of the
 * table. All letters that need the items of a table are served by one reading of it.
 */
export async function republish(ports: Ports, letters: readonly StreamLetter[], settle: Settle): Promise<void> {
  const lost: StreamLetter[] = [];
  for (const letter of letters) {
    const outcome = await attempt(() => republishFromStream(ports, letter.content.batch));
    if (outcome === undefined) lost.push(letter);
    else await settle(letter, outcome);
  }
  for (const [tableName, ofTable] of Map.groupBy(lost, ({ content }) => content.batch.tableName)) {
    const periods = periodsOf(ofTable.map(({ content }) => content.batch));
    const outcome = await attempt(() => republishFromItems(ports, tableName, periods));
    for (const letter of ofTable) await settle(letter, outcome);
  }
}

/** A failure leaves the letter where it is, with the reason. */
async function attempt<Result>(act: () => Promise<Result>): Promise<Result | Outcome> {
  try {
    return await act();
  } catch (error) {
    return left(reasonOf(error));
  }
}

async function republishFromStream(ports: Ports, batch: FailedBatch): Promise<Outcome | undefined> {
  const { ordersTable, inventoryTable } = ports.facts;
  if (batch.tableName !== ordersTable && batch.tableName !== inventoryTable) {
    return left(`${batch.tableName} is no table of this stack`);
  }
  const events = await eventsInStream(ports, batch);
  if (events === undefined) return undefined;
  const failed = await publishEvents(ports.sweep.publisher, events);
  return outcomeOf(events.length, failed.size, 'from the stream');
}

async function republishFromItems(ports: Ports, tableName: string, periods: readonly Period[]): Promise<Outcome> {
  const { events, failed } = await republishStored(ports, tableName, periods);
  return outcomeOf(events, failed, 'from the stored items');
}

function outcomeOf(events: number, failed: number, origin: string): Outcome {
  if (failed > 0) return left(`the bus did not take ${failed} of ${events} events`);
  return redriven(`${events} events published ${origin}`);
}

/** The times of the batches with their margins, those that overlap as one. */
export function periodsOf(batches: readonly Pick<FailedBatch, 'firstArrivedAt' | 'lastArrivedAt'>[]): Period[] {
  const periods = batches.map(({ firstArrivedAt, lastArrivedAt }) => ({
    from: Date.parse(firstArrivedAt) - marginMilliseconds,
    to: Date.parse(lastArrivedAt) + marginMilliseconds,
  }));
  const merged: { from: number; to: number }[] = [];
  for (const period of periods.sort((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last !== undefined && period.from <= last.to) last.to = Math.max(last.to, period.to);
    else merged.push(period);
  }
  const whole = { from: merged[0]?.from ?? 0, to: merged.at(-1)?.to ?? 0 };
  return (merged.length <= mostPeriods ? merged : [whole]).map(({ from, to }) => ({
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
  }));
}
