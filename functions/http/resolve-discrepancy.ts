import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { pause } from '../../adapters/dynamodb/contention.ts';
import type { StoredDiscrepancy } from '../../adapters/dynamodb/reconciliation/codec.ts';
import { readDiscrepancy } from '../../adapters/dynamodb/reconciliation/discrepancies.ts';
import { ledgerReader } from '../../adapters/dynamodb/reconciliation/ledger-reader.ts';
import { type ResolveRequest, resolveDiscrepancy } from '../../adapters/dynamodb/reconciliation/resolutions.ts';
import { readStock } from '../../adapters/dynamodb/stock.ts';
import { emptyFold } from '../../domain/reconciliation/ledger-fold.ts';
import { correctionOf, isLedgerDiscrepancy, type LedgerDiscrepancy } from '../../domain/reconciliation/resolve.ts';
import { now } from '../clock.ts';
import { isDigestId } from '../digest-id.ts';
import { readEnvironment } from '../environment.ts';
import { resolutionBody } from './bodies.ts';
import { parseBody } from './body.ts';
import { discrepancyView } from './discrepancy-view.ts';
import { keyReused, operationOf } from './idempotency.ts';
import { Problem } from './problem.ts';
import { pathParameter, type Request, staffOf } from './request.ts';
import { type Answer, answering, json } from './respond.ts';

const environment = readEnvironment({ INVENTORY_TABLE: 'string', MOVEMENTS_TABLE: 'string' });
const table = {
  client: createDynamoDBClient(),
  inventoryTable: environment.INVENTORY_TABLE,
  movementsTable: environment.MOVEMENTS_TABLE,
};

/** How long a ledger is read for one try, and how often it is tried while orders keep changing the stock item. */
const readingMilliseconds = 4_000;
const attempts = 5;

/** Closes a discrepancy: who and why, and for one of the ledger the entry that makes it equal the counter. */
export const handler = answering(async (request) => {
  const asked = requestOf(request);
  const discrepancy = await readDiscrepancy(table, asked.discrepancyId);
  if (discrepancy === undefined) throw discrepancyNotFound(asked.discrepancyId);
  if (discrepancy.status === 'resolved') return repeat(discrepancy, asked);
  for (let attempt = 0; attempt < attempts; attempt++) {
    if (attempt > 0) await pause(attempt);
    const complete = isLedgerDiscrepancy(discrepancy) ? await withEntry(asked, discrepancy) : asked;
    if (complete === undefined) continue;
    const result = await resolveDiscrepancy(table, complete);
    if (result.outcome === 'exists') return repeat(result.discrepancy, asked);
    if (result.outcome === 'resolved')
      return answer({ ...discrepancy, status: 'resolved', resolution: complete.resolution });
  }
  throw changed(asked.discrepancyId);
});

function requestOf(request: Request): ResolveRequest {
  const caller = staffOf(request);
  const { note } = parseBody(request, resolutionBody);
  return {
    discrepancyId: discrepancyIdOf(request),
    resolution: { by: caller.sub, note, at: now() },
    resolvedBy: operationOf(request, caller, { note }),
  };
}

function discrepancyIdOf(request: Request): string {
  const discrepancyId = pathParameter(request, 'id');
  if (!isDigestId(discrepancyId)) throw discrepancyNotFound(discrepancyId);
  return discrepancyId;
}

/** The first answer again: nothing of a resolved discrepancy changes. */
function repeat(discrepancy: StoredDiscrepancy, { resolvedBy }: ResolveRequest): Answer {
  if (discrepancy.resolvedBy?.operationId !== resolvedBy.operationId) {
    throw new Problem('discrepancy_already_resolved', `It was resolved by ${discrepancy.resolution?.by}.`);
  }
  if (discrepancy.resolvedBy.fingerprint !== resolvedBy.fingerprint) throw keyReused();
  return answer(discrepancy);
}

/** `undefined` when the ledger lacks something else than what was found: for good, or since a row is on its way. */
async function withEntry(asked: ResolveRequest, discrepancy: LedgerDiscrepancy): Promise<ResolveRequest | undefined> {
  const { sku, discrepancyId } = discrepancy;
  const stock = await readStock(table.client, table.inventoryTable, sku);
  if (stock === undefined) throw new Error(`The stock item of ${sku} is not there`);
  const until = Date.now() + readingMilliseconds;
  const { complete, totals } = await ledgerReader(table, sku, () => Date.now() < until)(emptyFold, asked.resolution.at);
  const correction = correctionOf(discrepancy, stock, complete ? totals : undefined);
  if (correction.outcome === 'discrepancy_changed') return undefined;
  if (correction.outcome === 'none_needed') return asked;
  const { available: delta, reserved, sold } = correction.deltas;
  const { at, by, note } = asked.resolution;
  const { operationId: adjustmentId, fingerprint } = asked.resolvedBy;
  const deltas = { delta, reserved, sold, reason: 'correction' } as const;
  const adjustment = { adjustmentId, sku, ...deltas, note, at, by, fingerprint, correlationId: discrepancyId };
  return {
    ...asked,
    resolution: { ...asked.resolution, adjustmentId },
    entry: { adjustment, revision: stock.revision },
  };
}

function answer(discrepancy: StoredDiscrepancy): Answer {
  return json(200, discrepancyView(discrepancy));
}

function discrepancyNotFound(discrepancyId: string): Problem {
  return new Problem('discrepancy_not_found', `There is no discrepancy ${JSON.stringify(discrepancyId)}.`);
}

function changed(discrepancyId: string): Problem {
  return new Problem('discrepancy_changed', `The books differ otherwise now than discrepancy ${discrepancyId} says.`);
}
