import { Link, useSearchParams } from 'wouter-preact';
import type { Order } from '../api/schemas.ts';
import { formatCount } from '../format/count.ts';
import { Money } from '../format/money.tsx';
import { Moment } from '../format/time.tsx';
import { Loaded } from '../layout/loaded.tsx';
import { Page } from '../layout/page.tsx';
import { changed } from '../layout/parameters.ts';
import { FilterForm } from './filter-form.tsx';
import { readFilters } from './filters.ts';
import { type OrderPage, useOrders } from './queries.ts';
import { StatusBadge } from './status-badge.tsx';

/** Orders, newest first. */
export function OrdersPage() {
  const [parameters] = useSearchParams();
  const orders = useOrders(readFilters(parameters), parameters.get('cursor') ?? undefined);
  return (
    <Page title="Orders">
      <FilterForm />
      <Loaded query={orders} lines={25}>
        {(page) => <OrderTable {...page} />}
      </Loaded>
    </Page>
  );
}

function OrderTable({ orders, next }: OrderPage) {
  const [parameters] = useSearchParams();
  return (
    <>
      {orders.length === 0 && <p class="empty">There is no order like that{next === undefined ? '.' : ' so far.'}</p>}
      {orders.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">Order</th>
              <th scope="col">Status</th>
              <th scope="col" class="wide">
                Buyer
              </th>
              <th scope="col" class="number wide">
                Units
              </th>
              <th scope="col" class="number">
                Total
              </th>
            </tr>
          </thead>
          <tbody>
            {orders.map((order) => (
              <OrderRow key={order.orderId} order={order} />
            ))}
          </tbody>
        </table>
      )}
      <nav class="paging" aria-label="Pages of the list">
        {parameters.has('cursor') ? <Link href={`?${changed(parameters, { cursor: '' })}`}>← Newest</Link> : <span />}
        {next === undefined ? <span /> : <Link href={`?${changed(parameters, { cursor: next })}`}>Older →</Link>}
      </nav>
    </>
  );
}

function OrderRow({ order }: { readonly order: Order }) {
  const { orderId, createdAt, buyerId, lines, total } = order;
  return (
    <tr>
      <th scope="row">
        <Link href={`/orders/${orderId}`}>{orderId.slice(0, 8)}…</Link>
        <small class="sku">
          <Moment at={createdAt} />
        </small>
      </th>
      <td>
        <StatusBadge order={order} />
      </td>
      <td class="wide">{buyerId}</td>
      <td class="number wide">{formatCount(lines.reduce((sum, { quantity }) => sum + quantity, 0))}</td>
      <td class="number">
        <Money money={total} />
      </td>
    </tr>
  );
}
