import * as z from 'zod/mini';

/** The names of dotnet/eShop. */
export const orderStatuses = [
  'Submitted',
  'AwaitingValidation',
  'StockConfirmed',
  'Paid',
  'Shipped',
  'Cancelled',
] as const;
export const orderStatusSchema = z.enum(orderStatuses);
export type OrderStatus = z.infer<typeof orderStatusSchema>;

export const cancellationReasons = [
  'stock_rejected',
  'payment_failed',
  'payment_timeout',
  'cancelled_by_buyer',
  'cancelled_by_staff',
  'expired',
] as const;
export const cancellationReasonSchema = z.enum(cancellationReasons);
export type CancellationReason = z.infer<typeof cancellationReasonSchema>;

/** `changes`: the write may happen. `unchanged`: it already has. `illegal`: it never may, and whoever asks is told. */
export type TransitionOutcome = 'changes' | 'unchanged' | 'illegal';

const targets: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  Submitted: ['AwaitingValidation', 'Cancelled'],
  AwaitingValidation: ['StockConfirmed', 'Cancelled'],
  StockConfirmed: ['Paid', 'Cancelled'],
  Paid: ['Shipped', 'Cancelled'],
  Shipped: [],
  Cancelled: [],
};

/** Decides each of the 36 cells of the status table. */
export function transition(from: OrderStatus, to: OrderStatus): TransitionOutcome {
  if (from === to) return 'unchanged';
  return targets[from].includes(to) ? 'changes' : 'illegal';
}
