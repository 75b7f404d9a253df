import * as z from 'zod/mini';
import { orderLineSchema, skuSchema } from '../../domain/lines.ts';
import { moneySchema } from '../../domain/money.ts';
import { cancellationReasonSchema, orderStatusSchema } from '../../domain/ordering/status.ts';
import { paymentStatusSchema } from '../../domain/payment/payment.ts';
import { discrepancyKindSchema, discrepancyStatuses } from '../../domain/reconciliation/discrepancy.ts';
import type { Answer } from './http.ts';

/** What the API answers, and nothing more: a member that the contract does not name fails the test that reads it. */

export function pageOf<Item extends z.ZodMiniType>(item: Item) {
  return z.strictObject({ items: z.array(item), next: z.optional(z.string()) });
}

const instant = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/));
const total = z.int().check(z.gte(0));

export const stockSchema = z.strictObject({
  sku: skuSchema,
  available: total,
  reserved: total,
  sold: total,
  onHand: total,
});
export type StockView = z.infer<typeof stockSchema>;

export const adjustmentSchema = z.strictObject({ adjustmentId: z.string(), stock: stockSchema });

export const itemSchema = z.strictObject({
  sku: skuSchema,
  name: z.string(),
  description: z.optional(z.string()),
  price: moneySchema,
  available: total,
  restockThreshold: z.optional(total),
});
export type ItemView = z.infer<typeof itemSchema>;

export const movementSchema = z.strictObject({
  movementId: z.string(),
  at: instant,
  cause: z.enum(['adjusted', 'reserved', 'committed', 'released', 'expired', 'returned']),
  orderId: z.optional(z.string()),
  adjustmentId: z.optional(z.string()),
  available: z.int(),
  reserved: z.int(),
  sold: z.int(),
});
export type MovementView = z.infer<typeof movementSchema>;

export const orderSchema = z.strictObject({
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
  payment: z.strictObject({ status: paymentStatusSchema, attempts: z.int() }),
  cancellation: z.optional(
    z.strictObject({
      requestedAt: instant,
      by: z.enum(['buyer', 'staff']),
      restock: z.optional(z.boolean()),
      note: z.optional(z.string()),
    }),
  ),
  shortages: z.optional(z.array(z.strictObject({ sku: skuSchema, requested: z.int(), available: total }))),
  createdAt: instant,
  updatedAt: instant,
  history: z.array(
    z.strictObject({ at: instant, status: orderStatusSchema, reason: z.optional(cancellationReasonSchema) }),
  ),
});
export type OrderView = z.infer<typeof orderSchema>;
export const orderListSchema = pageOf(orderSchema);

const deltas = z.strictObject({ available: z.int(), reserved: z.int(), sold: z.int() });

export const discrepancySchema = z.strictObject({
  discrepancyId: z.string(),
  kind: discrepancyKindSchema,
  status: z.enum(discrepancyStatuses),
  sku: skuSchema,
  orderId: z.optional(z.string()),
  revision: z.int(),
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
export type DiscrepancyView = z.infer<typeof discrepancySchema>;

export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string().check(z.regex(/^[a-z]+(_[a-z]+)*$/)),
  errors: z.optional(z.array(z.strictObject({ pointer: z.string(), detail: z.string() }))),
});
export type Problem = z.infer<typeof problemSchema>;

export const paymentRowSchema = z.strictObject({
  orderId: z.string(),
  operation: z.enum(['authorize', 'capture', 'void', 'refund']),
  outcome: z.enum(['succeeded', 'declined', 'refused']),
  amount: moneySchema,
  key: z.string(),
  at: instant,
});
export type PaymentRow = z.infer<typeof paymentRowSchema>;

/** An event as `GET /orders/{orderId}/events` shows it; what it says is read where it is delivered. */
export const storedEventSchema = z.object({
  detail: z.object({ metadata: z.object({ eventId: z.string(), version: z.int() }) }),
});

export const busEventSchema = z.strictObject({
  n: z.int(),
  at: instant,
  source: z.string(),
  detailType: z.string(),
  detail: z.unknown(),
});
export type BusEvent = z.infer<typeof busEventSchema>;

export const busEventsSchema = z.strictObject({ items: z.array(busEventSchema), last: z.int() });

export const deadLetterSchema = z.object({ queue: z.string(), body: z.string() });
export type DeadLetterView = z.infer<typeof deadLetterSchema>;

/**
 * The body of an answer that must have this status.
 * @throws with the whole answer when it has another, or a body of another shape
 */
export function read<Schema extends z.ZodMiniType>(answer: Answer, status: number, schema: Schema): z.output<Schema> {
  if (answer.status !== status) throw new Error(`Expected ${status}, was answered ${answer.status}: ${answer.text}`);
  const result = schema.safeParse(answer.body);
  if (result.success) return result.data;
  throw new Error(`${z.prettifyError(result.error)}\nin the answer ${answer.text}`);
}
