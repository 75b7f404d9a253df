import type { Order } from '../api/schemas.ts';

export const statuses = [
  'Submitted',
  'AwaitingValidation',
  'StockConfirmed',
  'Paid',
  'Shipped',
  'Cancelled',
] as const satisfies readonly Order['status'][];

export const reasons = [
  'stock_rejected',
  'payment_failed',
  'payment_timeout',
  'cancelled_by_buyer',
  'cancelled_by_staff',
  'expired',
] as const satisfies readonly NonNullable<Order['reason']>[];

/** Which orders a reader wants to see, in the words of the API. */
export type OrderFilters = {
  readonly status?: Order['status'];
  readonly reason?: NonNullable<Order['reason']>;
  readonly sku?: string;
  readonly buyerId?: string;
};

/** The filters that an address names; what it does not name, or names wrongly, does not filter. */
export function readFilters(parameters: URLSearchParams): OrderFilters {
  const status = statuses.find((name) => name === parameters.get('status'));
  const reason = reasons.find((name) => name === parameters.get('reason'));
  const sku = parameters.get('sku') ?? '';
  const buyerId = parameters.get('buyerId') ?? '';
  return {
    ...(status === undefined ? {} : { status }),
    ...(reason === undefined ? {} : { reason }),
    ...(sku === '' ? {} : { sku }),
    ...(buyerId === '' ? {} : { buyerId }),
  };
}
