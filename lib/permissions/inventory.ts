import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { grantScopedItems } from './grants.ts';

export type StockTotal = 'available' | 'reserved' | 'sold';

const keys = ['pk', 'sk'] as const;

/** Every write of a stock item raises its revision. */
function grantStockUpdate(to: IGrantable, inventory: TableV2, attributes: readonly string[]): void {
  const scope = { keysBeginWith: 'STOCK#', attributes: [...keys, 'revision', ...attributes] };
  grantScopedItems(to, inventory, 'UpdateItem', scope);
}

/** Lets a function move units between these totals, and change nothing else of stock. */
export function grantMoveStock(to: IGrantable, inventory: TableV2, ...totals: readonly StockTotal[]): void {
  grantStockUpdate(to, inventory, totals);
}

/** What is open on a stock item that is hot. */
const hotMarks = ['leases', 'counts'] as const;

/** Lets a function reserve: by a transaction, or in batches by escrow, and make a SKU hot that needs it. */
export function grantReserve(to: IGrantable, inventory: TableV2): void {
  // What tells the rate of orders is written by whoever leases.
  grantEscrow(to, inventory, ['available', 'reserved', 'leaseRequests']);
  grantRegisterHot(to, inventory);
}

function grantEscrow(to: IGrantable, inventory: TableV2, attributes: readonly string[]): void {
  grantStockUpdate(to, inventory, [...attributes, ...hotMarks]);
  grantInsertReservation(to, inventory);
  grantDecideBatch(to, inventory);
}

/** Lets a function end the batches of others, reserving and counting ones, and make a SKU quiet again. */
export function grantSweepHot(to: IGrantable, inventory: TableV2): void {
  grantEscrow(to, inventory, ['available', 'reserved', 'sold']);
  grantUpdateHot(to, inventory, 'demotedAt', 'quietSince', 'seen');
  grantScopedItems(to, inventory, 'Query', { keysBeginWith: 'HOT' });
}

function grantDecideBatch(to: IGrantable, inventory: TableV2): void {
  grantScopedItems(to, inventory, 'PutItem', { keysBeginWith: 'BATCH#' });
}

function grantRegisterHot(to: IGrantable, inventory: TableV2): void {
  grantUpdateHot(to, inventory, 'promotedAt', 'demotedAt', 'quietSince', 'seen');
}

function grantUpdateHot(to: IGrantable, inventory: TableV2, ...attributes: readonly string[]): void {
  grantScopedItems(to, inventory, 'UpdateItem', { keysBeginWith: 'HOT', attributes: [...keys, ...attributes] });
}

/** Lets a function change what is available, together with the adjustment that says why. */
export function grantAdjustStock(to: IGrantable, inventory: TableV2): void {
  grantStockUpdate(to, inventory, ['available', 'adjustment']);
  const scope = { keysBeginWith: 'ADJUSTMENT#' };
  grantScopedItems(to, inventory, 'PutItem', scope);
  grantScopedItems(to, inventory, 'UpdateItem', scope);
}

/** Lets a function describe a stock item and announce it as hot, and touch none of its totals. */
export function grantDescribeStock(to: IGrantable, inventory: TableV2): void {
  grantStockUpdate(to, inventory, ['restockThreshold', 'hot', 'leases', 'counts']);
  grantRegisterHot(to, inventory);
}

/** Lets a function make the first decision about an order's units. */
export function grantInsertReservation(to: IGrantable, inventory: TableV2): void {
  grantScopedItems(to, inventory, 'PutItem', { keysBeginWith: 'RESERVATION#' });
}

export type ReservationMark =
  | 'pin'
  | 'wish'
  | 'closing'
  | 'deadline'
  | 'batch'
  | 'returnedAt'
  | 'countedBy'
  | 'returnCountedBy'
  | 'uncountedShard'
  | 'uncountedSince';

/** What says of a reservation that the stock totals have not followed it yet. */
export const uncounted = ['uncountedShard', 'uncountedSince'] as const;

/** Lets a function count what has ended: move units between all totals, under the token of a batch that it decides. */
export function grantCountStock(to: IGrantable, inventory: TableV2): void {
  grantStockUpdate(to, inventory, ['available', 'reserved', 'sold', 'counts']);
  grantDecideBatch(to, inventory);
}

/** Lets a function change a reservation's status, and set or compare these; what was reserved is not among them. */
export function grantUpdateReservation(to: IGrantable, inventory: TableV2, ...marks: readonly ReservationMark[]): void {
  const attributes = [...keys, 'status', ...marks];
  grantScopedItems(to, inventory, 'UpdateItem', { keysBeginWith: 'RESERVATION#', attributes });
}

/** Lets a function record that two books do not agree, and change neither of them. */
export function grantInsertDiscrepancy(to: IGrantable, inventory: TableV2): void {
  grantScopedItems(to, inventory, 'PutItem', { keysBeginWith: 'DISCREPANCY#' });
}

/**
 * Lets a function close a discrepancy with an entry that makes the ledger equal the counter. It is told by the stock
 * item, whose totals are not among the attributes.
 */
export function grantResolveDiscrepancy(to: IGrantable, inventory: TableV2): void {
  const attributes = [...keys, 'status', 'resolution', 'resolvedBy'];
  grantScopedItems(to, inventory, 'UpdateItem', { keysBeginWith: 'DISCREPANCY#', attributes });
  grantScopedItems(to, inventory, 'PutItem', { keysBeginWith: 'ADJUSTMENT#' });
  grantStockUpdate(to, inventory, ['adjustment']);
}
