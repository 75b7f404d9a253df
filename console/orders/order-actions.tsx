import { useMutation, useQueryClient } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import type { Schema } from '../../client/client.ts';
import { api, dataOf } from '../api/api.ts';
import type { Order } from '../api/schemas.ts';
import { Problem } from '../layout/problem.tsx';
import { isStaff } from '../session/session.ts';

/** What can be done about an order in its status: ship it, cancel it. */
export function OrderActions({ order }: { readonly order: Order }) {
  const isOver = order.status === 'Cancelled' || order.status === 'Shipped';
  if (isOver) return null;
  return (
    <div class="columns">
      {isStaff() && <Shipping order={order} />}
      {order.cancellation === undefined && <Cancelling order={order} />}
    </div>
  );
}

function useOrderAction<Body>(orderId: string, act: (body: Body) => Promise<Order>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: (order) => queries.setQueryData(['order', orderId], order),
    // Whatever went wrong, the order may have changed meanwhile.
    onError: () => queries.invalidateQueries({ queryKey: ['order', orderId] }),
  });
}

function Shipping({ order: { orderId, status, payment } }: { readonly order: Order }) {
  const params = { path: { orderId } };
  const ship = useOrderAction<void>(orderId, () => dataOf(api.POST('/orders/{orderId}/ship', { params })));
  const isReady = status === 'Paid' && payment.status === 'captured';
  return (
    <article>
      <h2>Ship</h2>
      <p>{isReady ? 'Paid for, and the money is captured.' : 'Only once it is paid, and the money captured.'}</p>
      <button type="button" disabled={!isReady} aria-busy={ship.isPending} onClick={() => ship.mutate()}>
        Ship
      </button>
      <Problem error={ship.error} />
    </article>
  );
}

function Cancelling({ order: { orderId, status } }: { readonly order: Order }) {
  const [note, setNote] = useState('');
  const [restocks, setRestocks] = useState(true);
  const params = { path: { orderId } };
  const cancel = useOrderAction(orderId, (body: Schema<'Cancellation'>) =>
    dataOf(api.POST('/orders/{orderId}/cancel', { params, body })),
  );
  const canWriteOff = isStaff() && status === 'Paid';
  return (
    <article>
      <h2>Cancel</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          cancel.mutate({
            ...(note === '' ? {} : { note }),
            ...(canWriteOff && !restocks ? { restock: false } : {}),
          });
        }}
      >
        <label>
          Note
          <input value={note} maxLength={500} onInput={(event) => setNote(event.currentTarget.value)} />
        </label>
        {canWriteOff && (
          <label>
            <input type="checkbox" checked={restocks} onChange={(event) => setRestocks(event.currentTarget.checked)} />
            Put the units back into stock
          </label>
        )}
        <button type="submit" class="secondary" aria-busy={cancel.isPending}>
          Cancel the order
        </button>
      </form>
      <Problem error={cancel.error} />
    </article>
  );
}
