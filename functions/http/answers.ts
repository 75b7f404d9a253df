import * as z from 'zod/mini';
import { eventMetadataSchema } from '../../domain/events/event.ts';
import { orderLineSchema, quantitySchema, skuSchema } from '../../domain/lines.ts';
import { moneySchema } from '../../domain/money.ts';
import { cancellationReasonSchema, orderStatusSchema } from '../../domain/ordering/status.ts';
import { paymentStatusSchema } from '../../domain/payment/payment.ts';
import { discrepancyKindSchema, discrepancyStatuses } from '../../domain/reconciliation/discrepancy.ts';

/** What is answered, for documents and tests. Handlers do not parse what they answer, and do not bundle this. */

const total = z.int().check(z.gte(0));
const instant = z.iso.datetime();

export const healthAnswer = z.strictObject({ status: z.literal('ok') });

export const itemAnswer = z.strictObject({
  sku: skuSchema,
  name: z.string(),
  description: z.optional(z.string()),
  price: moneySchema,
  available: total,
  restockThreshold: total,
});

export const stockAnswer = z.strictObject({
  sku: skuSchema,
  available: total,
  reserved: total,
  sold: total,
  onHand: total,
});

export const adjustmentAnswer = z.strictObject({ adjustmentId: z.string(), stock: stockAnswer });

export const movementAnswer = z.strictObject({
  movementId: z.string(),
  at: instant,
  cause: z.enum(['adjusted', 'reserved', 'committed', 'released', 'expired', 'returned']),
  orderId: z.optional(z.string()),
  adjustmentId: z.optional(z.string()),
  available: z.int(),
  reserved: z.int(),
  sold: z.int(),
});

export const orderAnswer = z.strictObject({
  orderId: z.string(),
  buyerId: z.string(),
  status: orderStatusSchema,
  reason: z.optional(cancellationReasonSchema),
  lines: z.array(orderLineSchema),
  total: moneySchema,
  reservation: z.optional(
    z.strictObject({
      status: z.enum(['Held', 'Committed', 'Released', 'Expired', 'Rejected']),
      deadline: z.optional(instant),
    }),
  ),
  payment: z.strictObject({ status: paymentStatusSchema, attempts: total }),
  cancellation: z.optional(
    z.strictObject({
      requestedAt: instant,
      by: z.enum(['buyer', 'staff']),
      restock: z.optional(z.boolean()),
      note: z.optional(z.string()),
    }),
  ),
  shortages: z.optional(z.array(z.strictObject({ sku: skuSchema, requested: quantitySchema, available: total }))),
  createdAt: instant,
  updatedAt: instant,
  history: z.array(
    z.strictObject({ at: instant, status: orderStatusSchema, reason: z.optional(cancellationReasonSchema) }),
  ),
});

/** An event as it is published; its `data` has the schema of its type. */
export const eventAnswer = z.strictObject({
  source: z.string(),
  detailType: z.string(),
  detail: z.strictObject({ metadata: eventMetadataSchema, data: z.record(z.string(), z.unknown()) }),
});

const deltas = z.strictObject({ available: z.int(), reserved: z.int(), sold: z.int() });

export const discrepancyAnswer = z.strictObject({
  discrepancyId: z.string(),
  kind: discrepancyKindSchema,
  status: z.enum(discrepancyStatuses),
  sku: skuSchema,
  orderId: z.optional(z.string()),
  revision: total,
  counter: z.optional(deltas),
  ledger: z.optional(deltas),
  difference: z.optional(deltas),
  expected: z.optional(z.string()),
  found: z.optional(z.string()),
  foundAt: instant,
  resolution: z.optional(
    z.strictObject({ by: z.string(), note: z.string(), at: instant, adjustmentId: z.optional(z.string()) }),
  ),
});

/** Partial: a reason for which no order was cancelled is left out. */
const cancelledByReason = z.partialRecord(cancellationReasonSchema, total);

const summary = {
  placed: total,
  paid: total,
  shipped: total,
  cancelled: cancelledByReason,
  stockRejections: total,
  compensations: total,
  expiries: total,
  conflicts: total,
  reservationLatencyMilliseconds: z.optional(z.strictObject({ p50: total, p99: total })),
};

export const overviewAnswer = z.strictObject({
  at: instant,
  inFlight: z.strictObject({ orders: total, oldestSeconds: z.optional(total) }),
  deadLetters: total,
  discrepancies: total,
  lastHour: z.strictObject(summary),
  minutes: z.array(z.strictObject({ minute: z.string(), ...summary })),
});

export function pageAnswerOf<Item extends z.ZodMiniType>(item: Item) {
  return z.strictObject({ items: z.array(item), next: z.optional(z.string()) });
}

/** RFC 9457. */
export const problemAnswerSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  errors: z.optional(z.array(z.strictObject({ pointer: z.string(), detail: z.string() }))),
});

/** What the gateway answers before a handler runs. */
export const gatewayAnswer = z.strictObject({ message: z.string() });
