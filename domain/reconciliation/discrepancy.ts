import * as z from 'zod/mini';
import type { StockDeltas, StockTotals } from '../inventory/stock.ts';
import type { Instant } from '../time.ts';

/** Which books do not agree: the counters with the ledger, with what is held, an order with its units or its money. */
export const discrepancyKinds = ['ledger', 'reservations', 'orders', 'money'] as const;
export const discrepancyKindSchema = z.enum(discrepancyKinds);
export type DiscrepancyKind = z.infer<typeof discrepancyKindSchema>;

/** Two books about the units of a SKU that do not agree, as they were at one revision of its stock item. */
export type StockFinding = {
  readonly kind: 'ledger' | 'reservations';
  readonly sku: string;
  readonly revision: number;
  /** What the stock item counts. */
  readonly counter: StockTotals;
  /** What the book says that it is compared with: the movements' sum, or the counter with what is really held. */
  readonly ledger: StockTotals;
  /** Counter minus ledger; never all zero. */
  readonly difference: StockDeltas;
};

/** An order whose reservation, or whose money, is not what the order says; `revision` is the order's. */
export type OrderFinding = {
  readonly kind: 'orders' | 'money';
  /** The SKU of the order's first line, so that every finding can be looked for by SKU. */
  readonly sku: string;
  readonly orderId: string;
  readonly revision: number;
  /** What the order says. */
  readonly expected: string;
  /** What its reservation says, or the provider. */
  readonly found: string;
};

export type Finding = StockFinding | OrderFinding;

export function isStockFinding(finding: Finding): finding is StockFinding {
  return finding.kind === 'ledger' || finding.kind === 'reservations';
}

/** Whose finding it is: looking at the same subject again either finds it again, or refutes it. */
export function subjectOf(finding: Finding): string {
  return isStockFinding(finding) ? `${finding.kind}#${finding.sku}` : `${finding.kind}#${finding.orderId}`;
}

/** All that tells a finding from another: two looks that give the same identity have seen the same thing. */
export function identityOf(finding: Finding): string[] {
  const { kind, sku, revision } = finding;
  if (!isStockFinding(finding)) return [kind, finding.orderId, String(revision), finding.expected, finding.found];
  const { available, reserved, sold } = finding.difference;
  return [kind, sku, String(revision), String(available), String(reserved), String(sold)];
}

/** Who closed a discrepancy, and why; `adjustmentId` names the entry that made the ledger equal the counter. */
export type Resolution = {
  readonly by: string;
  readonly note: string;
  readonly at: Instant;
  readonly adjustmentId?: string;
};

export const discrepancyStatuses = ['open', 'resolved'] as const;
export type DiscrepancyStatus = (typeof discrepancyStatuses)[number];

/** A finding that was believed. It is written once, and changes once: when somebody resolves it. */
export type Discrepancy = Finding & {
  readonly discrepancyId: string;
  readonly foundAt: Instant;
  /** The revision of the SKU's stock item, which numbers the event. */
  readonly stockRevision: number;
  readonly status: DiscrepancyStatus;
  readonly resolution?: Resolution;
};
