import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { listDiscrepancies } from '../../adapters/dynamodb/reconciliation/discrepancies.ts';
import { discrepancyStatuses } from '../../domain/reconciliation/discrepancy.ts';
import { readEnvironment } from '../environment.ts';
import { discrepancyView } from './discrepancy-view.ts';
import { oneOf, pageAnswer, pageOf } from './paging.ts';
import { staffOf } from './request.ts';
import { answering, json } from './respond.ts';

const environment = readEnvironment({ INVENTORY_TABLE: 'string' });
const table = { client: createDynamoDBClient(), inventoryTable: environment.INVENTORY_TABLE };

/**
 * What reconciliation has found, newest first. A filtered page may hold fewer than were asked for, even none: as long
 * as there is `next`, there may be more.
 */
export const handler = answering(async (request) => {
  staffOf(request);
  const position = await pageOf(request);
  const status = oneOf(request, 'status', discrepancyStatuses);
  const { discrepancies, next } = await listDiscrepancies(table, position);
  const matching = discrepancies.filter((discrepancy) => status === undefined || discrepancy.status === status);
  return json(200, await pageAnswer(request, matching.map(discrepancyView), next));
});
