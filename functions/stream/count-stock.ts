import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { createDynamoDBClient, createSingleAttemptClient } from '../../adapters/dynamodb/client.ts';
import { reservationFromItem } from '../../adapters/dynamodb/codec.ts';
import { countReservations } from '../../adapters/dynamodb/counting/count.ts';
import { now } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { logDone } from '../log.ts';
import { traced } from '../trace.ts';
import { changedItem } from './codec.ts';

const environment = readEnvironment({ INVENTORY_TABLE: 'string' });
const table = {
  client: createDynamoDBClient(),
  inventoryTable: environment.INVENTORY_TABLE,
  singleAttemptClient: createSingleAttemptClient(),
};

/**
 * Brings the stock totals after the reservations of hot SKUs that were committed, released or given back.
 * @throws when they could not be counted: the stream hands them over again, in halves
 */
export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const reservations = Records.flatMap((record) => {
    const changed = changedItem(record);
    return changed === undefined ? [] : [reservationFromItem(changed.after)];
  });
  const counted = await traced('count stock', () => countReservations(table, reservations, now()), {
    annotate: () => reservations.map(({ orderId }) => ({ orderId })),
  });
  logDone('stock counted', { reservations: reservations.length, counted });
  return { batchItemFailures: [] };
}
