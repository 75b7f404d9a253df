import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { putMovements } from '../../adapters/dynamodb/movements.ts';
import { movementsOf } from '../../domain/inventory/movement.ts';
import { readEnvironment } from '../environment.ts';
import { handleBatch } from './batch.ts';

const environment = readEnvironment({ MOVEMENTS_TABLE: 'string' });
const table = { client: createDynamoDBClient(), movementsTable: environment.MOVEMENTS_TABLE };

/** Writes the ledger rows that an event tells. Their ids come from the event's, so that a repeat writes the same rows. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  return handleBatch(event, ({ metadata, happening }) => putMovements(table, movementsOf(happening, metadata)));
}
