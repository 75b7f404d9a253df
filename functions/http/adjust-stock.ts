import { adjustStock, keepAnswer, readAdjustment, type StoredAdjustment } from '../../adapters/dynamodb/adjustments.ts';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { readStock } from '../../adapters/dynamodb/stock.ts';
import { now } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { adjustmentBody } from './bodies.ts';
import { parseBody } from './body.ts';
import { keyReused, operationOf } from './idempotency.ts';
import { Problem } from './problem.ts';
import { type Request, staffOf } from './request.ts';
import { type Answer, answering, text } from './respond.ts';
import { itemNotFound, skuOf } from './sku.ts';
import { stockView } from './stock-view.ts';

const environment = readEnvironment({ INVENTORY_TABLE: 'string' });
const table = { client: createDynamoDBClient(), inventoryTable: environment.INVENTORY_TABLE };

/** Receives, returns or writes off units; the first answer is kept, and is every repeat's. */
export const handler = answering(async (request) => {
  const adjustment = adjustmentOf(request);
  const existing = await readAdjustment(table, adjustment.adjustmentId);
  if (existing !== undefined) return repeat(existing, adjustment);
  const result = await adjustStock(table, adjustment);
  switch (result.outcome) {
    case 'adjusted':
      return answer(adjustment);
    case 'exists':
      return repeat(result.adjustment, adjustment);
    case 'item_not_found':
      throw itemNotFound(adjustment.sku);
    case 'insufficient_stock':
      throw new Problem(
        'insufficient_stock',
        `Fewer than ${-adjustment.delta} units of ${adjustment.sku} are available.`,
      );
    case 'stock_limit_exceeded':
      throw new Problem('stock_limit_exceeded', `No more than ${Number.MAX_SAFE_INTEGER} units can be counted.`);
  }
});

function adjustmentOf(request: Request): StoredAdjustment {
  const caller = staffOf(request);
  const body = parseBody(request, adjustmentBody);
  const { operationId, fingerprint } = operationOf(request, caller, body);
  return {
    adjustmentId: operationId,
    sku: skuOf(request),
    ...body,
    at: now(),
    by: caller.sub,
    fingerprint,
    correlationId: request.requestContext.requestId,
  };
}

async function repeat(existing: StoredAdjustment, asked: StoredAdjustment): Promise<Answer> {
  if (existing.fingerprint !== asked.fingerprint) throw keyReused();
  return existing.answer === undefined ? answer(existing) : text(201, existing.answer);
}

/** Also completes what a crash between the write and its answer has left. */
async function answer({ adjustmentId, sku }: StoredAdjustment): Promise<Answer> {
  const stock = await readStock(table.client, table.inventoryTable, sku);
  if (stock === undefined) throw new Error(`The stock item of ${sku} was adjusted, and is not there`);
  const first = JSON.stringify({ adjustmentId, stock: stockView(stock) });
  return text(201, await keepAnswer(table, adjustmentId, first));
}
