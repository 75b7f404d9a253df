import { type DomainEvent, stockEvent } from '../events/event.ts';
import { type Discrepancy, isStockFinding } from './discrepancy.ts';

/** The event that the insert of a discrepancy tells; what it is made of never changes. */
export function discrepancyEvent(discrepancy: Discrepancy): DomainEvent {
  const { discrepancyId, sku, foundAt, stockRevision } = discrepancy;
  return stockEvent(
    { detailType: 'StockDiscrepancyFound', data: dataOf(discrepancy) },
    { sku, version: stockRevision, occurredAt: foundAt, correlationId: discrepancyId },
  );
}

function dataOf(discrepancy: Discrepancy) {
  const { discrepancyId, kind, sku, revision } = discrepancy;
  const common = { discrepancyId, kind, sku, revision };
  if (isStockFinding(discrepancy)) {
    const { counter, ledger, difference } = discrepancy;
    return { ...common, counter, ledger, difference };
  }
  const { orderId, expected, found } = discrepancy;
  return { ...common, orderId, expected, found };
}
