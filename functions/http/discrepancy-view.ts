import { type Discrepancy, isStockFinding } from '../../domain/reconciliation/discrepancy.ts';

/** A discrepancy as the API shows it. Once it is resolved nothing of it changes any more. */
export function discrepancyView(discrepancy: Discrepancy) {
  const { discrepancyId, kind, status, sku, revision, foundAt, resolution } = discrepancy;
  return {
    discrepancyId,
    kind,
    status,
    sku,
    ...(isStockFinding(discrepancy) ? {} : { orderId: discrepancy.orderId }),
    revision,
    ...booksOf(discrepancy),
    foundAt,
    ...(resolution === undefined ? {} : { resolution: resolutionView(resolution) }),
  };
}

function booksOf(discrepancy: Discrepancy) {
  if (!isStockFinding(discrepancy)) return { expected: discrepancy.expected, found: discrepancy.found };
  return {
    counter: totalsView(discrepancy.counter),
    ledger: totalsView(discrepancy.ledger),
    difference: totalsView(discrepancy.difference),
  };
}

/** A table keeps the members of an object in an order of its own; an answer is the same byte for byte. */
function totalsView({ available, reserved, sold }: { available: number; reserved: number; sold: number }) {
  return { available, reserved, sold };
}

function resolutionView({ by, note, at, adjustmentId }: NonNullable<Discrepancy['resolution']>) {
  return { by, note, at, ...(adjustmentId === undefined ? {} : { adjustmentId }) };
}
