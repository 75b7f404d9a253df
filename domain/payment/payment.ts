import * as z from 'zod/mini';

export const paymentStatuses = ['none', 'authorized', 'captured', 'declined', 'voided', 'refunded'] as const;
export const paymentStatusSchema = z.enum(paymentStatuses);
export type PaymentStatus = z.infer<typeof paymentStatusSchema>;

/** The one payment attempt of an order; `attempts` is 0 until the attempt has left a mark. */
export const paymentSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('none'), attempts: z.literal(0) }),
  z.strictObject({
    status: z.enum(['authorized', 'captured', 'declined', 'voided', 'refunded']),
    attempts: z.literal(1),
  }),
]);
export type Payment = z.infer<typeof paymentSchema>;

export const noPayment: Payment = { status: 'none', attempts: 0 };

/** There is one attempt per order, so its number is the same for all. */
export const attemptNumber = 1;

/** The provider's idempotency key of an order's attempt: permanent, and derived from what it pays for. */
export function paymentKey(orderId: string): string {
  return `${orderId}.${attemptNumber}`;
}

const forward: Readonly<Record<PaymentStatus, readonly PaymentStatus[]>> = {
  none: ['authorized', 'declined', 'voided'],
  authorized: ['captured', 'voided'],
  captured: ['refunded'],
  declined: [],
  voided: [],
  refunded: [],
};

/** A payment moves only forward; a later or repeated report changes nothing. */
export function paymentMoves(from: PaymentStatus, to: PaymentStatus): boolean {
  return forward[from].includes(to);
}

/** Whether money may still be held or taken, so that somebody has to go on asking. */
export function holdsMoney(status: PaymentStatus): boolean {
  return status === 'authorized' || status === 'captured';
}
