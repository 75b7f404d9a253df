import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { readMinutes } from '../../adapters/dynamodb/figures.ts';
import { countInFlight } from '../../adapters/dynamodb/in-flight.ts';
import { listDiscrepancies } from '../../adapters/dynamodb/reconciliation/discrepancies.ts';
import { countMessages, createQueueClient } from '../../adapters/sqs/counts.ts';
import { minutesBefore } from '../../domain/figures/figures.ts';
import { summarize, together } from '../../domain/figures/overview.ts';
import { secondsBetween } from '../../domain/time.ts';
import { now } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { staffOf } from './request.ts';
import { answering, json } from './respond.ts';

const environment = readEnvironment({
  ORDERS_TABLE: 'string',
  INVENTORY_TABLE: 'string',
  FIGURES_TABLE: 'string',
  DEAD_LETTER_QUEUE_URLS: 'string',
});
const client = createDynamoDBClient();
const queues = createQueueClient();
const table = { client, figuresTable: environment.FIGURES_TABLE };

/** How many minutes are shown, the current one included. */
const shownMinutes = 60;

/** Of so many, the open ones are counted: a shop with more has no use for the exact number. */
const latestDiscrepancies = 100;

/** How shop, stock and money are, at a glance: what is in flight now, and what happened in the last hour. */
export const handler = answering(async (request) => {
  staffOf(request);
  const at = now();
  const [inFlight, minutes, deadLetters, { discrepancies }] = await Promise.all([
    countInFlight(client, environment.ORDERS_TABLE),
    readMinutes(table, minutesBefore(at, shownMinutes)),
    countMessages(queues, environment.DEAD_LETTER_QUEUE_URLS.split(',')),
    listDiscrepancies({ client, inventoryTable: environment.INVENTORY_TABLE }, { limit: latestDiscrepancies }),
  ]);
  return json(200, {
    at,
    inFlight: { orders: inFlight.orders, ...ageOf(inFlight.oldestPlacedAt, at) },
    deadLetters,
    discrepancies: discrepancies.filter(({ status }) => status === 'open').length,
    lastHour: summarize(together(minutes)),
    minutes: minutes.map(({ minute, figures }) => ({ minute: `${minute}:00Z`, ...summarize(figures) })),
  });
});

function ageOf(oldest: string | undefined, at: string) {
  return oldest === undefined ? {} : { oldestSeconds: Math.max(0, Math.round(secondsBetween(oldest, at))) };
}
