import * as z from 'zod/mini';
import { adjustmentReasonSchema, maximumDelta } from '../../domain/inventory/stock.ts';
import { requestedLineSchema } from '../../domain/lines.ts';

/** The bodies that requests may have. They are parsed by these schemas, and documented from them. */

export const orderBody = z.strictObject({
  lines: z.array(requestedLineSchema).check(z.minLength(1)),
  paymentMethod: z.string(),
});

const note = z.string().check(z.maxLength(500));

export const cancellationBody = z.strictObject({ note: z.optional(note), restock: z.optional(z.boolean()) });

/** Shipping needs no more than its path. */
export const shipmentBody = z.strictObject({});

export const adjustmentBody = z.strictObject({
  delta: z.int().check(
    z.gte(-maximumDelta),
    z.lte(maximumDelta),
    z.refine((delta) => delta !== 0, 'must not be 0'),
  ),
  reason: adjustmentReasonSchema,
  note: z.optional(note),
});

/** Who resolves is told by the token; the note says why. */
export const resolutionBody = z.strictObject({ note: z.string().check(z.minLength(1), z.maxLength(500)) });
