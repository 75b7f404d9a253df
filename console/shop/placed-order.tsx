import { Link } from 'wouter-preact';
import { formatDuration } from '../format/duration.ts';
import { Loaded } from '../layout/loaded.tsx';
import { isAtRest, useOrder } from '../orders/queries.ts';
import { StatusBadge } from '../orders/status-badge.tsx';

/** What becomes of an order that was just placed, until it comes to rest. */
export function PlacedOrder({ orderId }: { readonly orderId: string }) {
  const order = useOrder(orderId);
  return (
    <article class="placed-order">
      <h2>
        Your order <Link href={`/orders/${orderId}`}>{orderId.slice(0, 8)}…</Link>
      </h2>
      <Loaded query={order} lines={2}>
        {(found) => (
          <div role="status">
            <StatusBadge order={found} />
            <p>
              Payment {found.payment.status}.{' '}
              {isAtRest(found)
                ? `At rest after ${formatDuration(Date.parse(found.updatedAt) - Date.parse(found.createdAt))}.`
                : 'On its way…'}
            </p>
          </div>
        )}
      </Loaded>
    </article>
  );
}
