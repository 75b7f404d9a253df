import * as z from 'zod/mini';
import { adjustmentReasonSchema } from '../inventory/stock.ts';
import { orderLineSchema, quantitySchema, skuSchema } from '../lines.ts';
import { moneySchema } from '../money.ts';
import { cancellationReasonSchema, orderStatusSchema } from '../ordering/status.ts';
import { discrepancyKindSchema } from '../reconciliation/discrepancy.ts';

const stockLines = z.array(z.strictObject({ sku: skuSchema, quantity: quantitySchema }));

const orderStatusChanged = z.strictObject({
  orderId: z.string(),
  buyerId: z.string(),
  status: orderStatusSchema,
  reason: z.optional(cancellationReasonSchema),
  lines: z.array(orderLineSchema),
  total: moneySchema,
});

const stockLevel = z.strictObject({ sku: skuSchema, available: z.int(), restockThreshold: z.int() });

const orderPayment = z.strictObject({ orderId: z.string(), amount: moneySchema, reason: z.optional(z.string()) });

const totals = z.strictObject({ available: z.int(), reserved: z.int(), sold: z.int() });

const shortage = z.strictObject({ sku: skuSchema, requested: quantitySchema, available: z.int() });

/**
 * Every event of Holdfast: its source, and the schema of its `data`. Types, documents and checks come from here.
 * `schemaVersion` rises when a change could break a consumer.
 */
export const eventCatalogue = {
  OrderStatusChangedToSubmitted: { source: 'holdfast.ordering', schemaVersion: 1, data: orderStatusChanged },
  OrderStatusChangedToAwaitingValidation: { source: 'holdfast.ordering', schemaVersion: 1, data: orderStatusChanged },
  OrderStatusChangedToStockConfirmed: { source: 'holdfast.ordering', schemaVersion: 1, data: orderStatusChanged },
  OrderStatusChangedToPaid: { source: 'holdfast.ordering', schemaVersion: 1, data: orderStatusChanged },
  OrderStatusChangedToShipped: { source: 'holdfast.ordering', schemaVersion: 1, data: orderStatusChanged },
  OrderStatusChangedToCancelled: { source: 'holdfast.ordering', schemaVersion: 1, data: orderStatusChanged },
  OrderStockConfirmed: {
    source: 'holdfast.inventory',
    schemaVersion: 1,
    data: z.strictObject({ orderId: z.string(), lines: stockLines }),
  },
  OrderStockRejected: {
    source: 'holdfast.inventory',
    schemaVersion: 1,
    data: z.strictObject({ orderId: z.string(), shortages: z.array(shortage) }),
  },
  OrderStockReleased: {
    source: 'holdfast.inventory',
    schemaVersion: 1,
    data: z.strictObject({
      orderId: z.string(),
      lines: stockLines,
      cause: z.enum(['released', 'expired', 'returned']),
    }),
  },
  StockAdjusted: {
    source: 'holdfast.inventory',
    schemaVersion: 1,
    data: z.strictObject({
      adjustmentId: z.string(),
      sku: skuSchema,
      delta: z.int(),
      reserved: z.optional(z.int()),
      sold: z.optional(z.int()),
      reason: adjustmentReasonSchema,
      available: z.int(),
      orderId: z.optional(z.string()),
    }),
  },
  StockBelowRestockThreshold: { source: 'holdfast.inventory', schemaVersion: 1, data: stockLevel },
  StockDepleted: { source: 'holdfast.inventory', schemaVersion: 1, data: stockLevel },
  StockDiscrepancyFound: {
    source: 'holdfast.inventory',
    schemaVersion: 1,
    data: z.strictObject({
      discrepancyId: z.string(),
      kind: discrepancyKindSchema,
      sku: skuSchema,
      revision: z.int(),
      counter: z.optional(totals),
      ledger: z.optional(totals),
      difference: z.optional(totals),
      orderId: z.optional(z.string()),
      expected: z.optional(z.string()),
      found: z.optional(z.string()),
    }),
  },
  OrderPaymentSucceeded: { source: 'holdfast.payment', schemaVersion: 1, data: orderPayment },
  OrderPaymentFailed: { source: 'holdfast.payment', schemaVersion: 1, data: orderPayment },
  OrderPaymentVoided: { source: 'holdfast.payment', schemaVersion: 1, data: orderPayment },
  OrderPaymentRefunded: { source: 'holdfast.payment', schemaVersion: 1, data: orderPayment },
} as const;

export type EventCatalogue = typeof eventCatalogue;
export type DetailType = keyof EventCatalogue;

/** Something that happened, before it has its place in a sequence. */
export type Happening = {
  [T in DetailType]: { readonly detailType: T; readonly data: z.infer<EventCatalogue[T]['data']> };
}[DetailType];
