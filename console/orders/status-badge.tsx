import type { Order } from '../api/schemas.ts';

type StatusBadgeProps = { readonly order: Pick<Order, 'status' | 'reason'> };

/** An order's status, with the reason of a cancelled one. */
export function StatusBadge({ order: { status, reason } }: StatusBadgeProps) {
  return (
    <span class="status-cell">
      <span class={`badge ${status}`}>{status}</span>
      {reason !== undefined && <small>{reason}</small>}
    </span>
  );
}
