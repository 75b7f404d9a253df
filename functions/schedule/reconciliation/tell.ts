import { insertDiscrepancy } from '../../../adapters/dynamodb/reconciliation/discrepancies.ts';
import { readStock } from '../../../adapters/dynamodb/stock.ts';
import { type Finding, identityOf, isStockFinding, subjectOf } from '../../../domain/reconciliation/discrepancy.ts';
import { digestId } from '../../digest-id.ts';
import { logDiscrepancy } from '../../log.ts';
import type { Run } from './run.ts';

/**
 * Records a finding that is believed. Its id is made of what was found, so that it is recorded once whoever finds it,
 * and however often; nothing else is changed.
 */
export async function tell(run: Run, finding: Finding): Promise<void> {
  const discrepancyId = digestId(['discrepancy', ...identityOf(finding)]);
  const stockRevision = await stockRevisionOf(run, finding);
  const discrepancy = { ...finding, discrepancyId, foundAt: run.at, stockRevision, status: 'open' } as const;
  const outcome = await insertDiscrepancy(run.books, discrepancy);
  run.suspicions.forget(subjectOf(finding));
  if (outcome === 'exists') return;
  run.count('found');
  logDiscrepancy(discrepancyId, finding);
}

/** The event of a SKU is numbered by its stock item, also where it tells of an order. */
async function stockRevisionOf({ books }: Run, finding: Finding): Promise<number> {
  if (isStockFinding(finding)) return finding.revision;
  return (await readStock(books.client, books.inventoryTable, finding.sku))?.revision ?? 1;
}
