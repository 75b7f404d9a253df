import { Link } from 'wouter-preact';
import type { Order } from '../api/schemas.ts';
import { Moment } from '../format/time.tsx';
import { Loaded } from '../layout/loaded.tsx';
import { Page } from '../layout/page.tsx';
import { OrderActions } from './order-actions.tsx';
import { OrderLines } from './order-lines.tsx';
import { OrderState } from './order-state.tsx';
import { useOrder } from './queries.ts';
import { SagaGraph } from './saga/saga-graph.tsx';
import { StatusBadge } from './status-badge.tsx';
import { Timeline } from './timeline.tsx';

/** An order: where it stands, how it got there, and what can be done about it. */
export function OrderPage({ orderId }: { readonly orderId: string }) {
  const order = useOrder(orderId);
  return (
    <Page title={`Order ${orderId.slice(0, 8)}…`} aside={<Link href="/orders">← All orders</Link>}>
      <Loaded query={order} lines={20}>
        {(found) => <OrderDetails order={found} />}
      </Loaded>
    </Page>
  );
}

function OrderDetails({ order }: { readonly order: Order }) {
  return (
    <>
      <div class="order-head" aria-live="polite">
        <StatusBadge order={order} />
        <span>
          by{' '}
          <Link href={`/orders?buyerId=${encodeURIComponent(order.buyerId)}`}>
            <strong>{order.buyerId}</strong>
          </Link>
          , <Moment at={order.createdAt} />
        </span>
        <code>{order.orderId}</code>
      </div>
      <OrderState order={order} />
      <OrderActions order={order} />
      <OrderLines order={order} />
      <SagaGraph order={order} />
      <Timeline order={order} />
    </>
  );
}
