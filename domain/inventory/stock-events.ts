import { type DomainEvent, stockEvent } from '../events/event.ts';
import type { Instant } from '../time.ts';
import { type Stock, type StockAdjustment, sellable } from './stock.ts';

/**
 * The events that a change of a stock item tells, derived from its old and its new image: the adjustment that it
 * holds, and the crossings of the restock threshold and of zero, once each. A lease crosses nothing: what it takes may
 * come back, and is decided on when the lease is closed.
 */
export function stockEvents(before: Stock | undefined, after: Stock, occurredAt: Instant): DomainEvent[] {
  return [
    ...adjusted(before, after),
    ...(crossesThreshold(before, after) ? [level('StockBelowRestockThreshold', after, occurredAt)] : []),
    ...(before !== undefined && sellable(before) > 0 && sellable(after) === 0
      ? [level('StockDepleted', after, occurredAt)]
      : []),
  ];
}

function adjusted(before: Stock | undefined, after: Stock): DomainEvent[] {
  const { adjustment } = after;
  if (adjustment === undefined || adjustment.adjustmentId === before?.adjustment?.adjustmentId) return [];
  return [adjustmentEvent(adjustment, after)];
}

/**
 * The event of an adjustment, with what it left available and the revision that it made. Its id is made of the
 * adjustment alone, so that it can be told again when the stock item has moved on.
 */
export function adjustmentEvent(
  { adjustmentId, delta, reserved, sold, reason, at, correlationId }: StockAdjustment,
  { sku, available, revision }: Pick<Stock, 'sku' | 'available' | 'revision'>,
): DomainEvent {
  const others = { ...(reserved === undefined ? {} : { reserved }), ...(sold === undefined ? {} : { sold }) };
  return stockEvent(
    { detailType: 'StockAdjusted', data: { adjustmentId, sku, delta, ...others, reason, available } },
    { sku, version: revision, occurredAt: at, correlationId },
  );
}

/** A threshold that did not exist before was not crossed before. */
function crossesThreshold(before: Stock | undefined, after: Stock): boolean {
  if (before === undefined || after.restockThreshold === undefined) return false;
  const wasBelow = before.restockThreshold !== undefined && sellable(before) < before.restockThreshold;
  return !wasBelow && sellable(after) < after.restockThreshold;
}

function level(
  detailType: 'StockBelowRestockThreshold' | 'StockDepleted',
  stock: Stock,
  occurredAt: Instant,
): DomainEvent {
  const { sku, restockThreshold, revision } = stock;
  const data = { sku, available: sellable(stock), restockThreshold: restockThreshold ?? 0 };
  const correlationId = `${sku}.${revision}`;
  return stockEvent({ detailType, data }, { sku, version: revision, occurredAt, correlationId });
}
