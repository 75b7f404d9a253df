import { useMutation } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import type { Schema } from '../../client/client.ts';
import { api, dataOf } from '../api/api.ts';
import { useIdempotencyKey } from '../api/idempotency-key.ts';
import type { Item } from '../api/schemas.ts';
import { Loaded } from '../layout/loaded.tsx';
import { Page } from '../layout/page.tsx';
import { Problem } from '../layout/problem.tsx';
import { useCatalogue } from '../stock/queries.ts';
import { Basket } from './basket.tsx';
import { PlacedOrder } from './placed-order.tsx';
import { Shelf } from './shelf.tsx';

/** A small storefront: an order of what is in the basket, by whoever is signed in, until it ends. */
export default function ShopPage() {
  const catalogue = useCatalogue();
  return (
    <Page title="Shop">
      <Loaded query={catalogue} lines={16}>
        {(items) => (items.length === 0 ? <p class="empty">The catalogue is empty.</p> : <Storefront items={items} />)}
      </Loaded>
    </Page>
  );
}

function Storefront({ items }: { readonly items: readonly Item[] }) {
  const [quantities, setQuantities] = useState<ReadonlyMap<string, number>>(new Map());
  const { keyFor, renew } = useIdempotencyKey();
  const place = useMutation({
    mutationFn: (body: Schema<'NewOrder'>) =>
      dataOf(api.POST('/orders', { params: { header: { 'Idempotency-Key': keyFor(body) } }, body })),
    onSuccess: () => {
      renew();
      setQuantities(new Map());
    },
  });
  const choose = (sku: string, quantity: number) =>
    setQuantities((before) => {
      const after = new Map(before);
      if (quantity > 0) after.set(sku, quantity);
      else after.delete(sku);
      return after;
    });
  return (
    <div class="shop">
      <Shelf items={items} quantities={quantities} choose={choose} />
      <aside>
        <Basket
          items={items}
          quantities={quantities}
          isPending={place.isPending}
          order={(paymentMethod) =>
            place.mutate({ lines: [...quantities].map(([sku, quantity]) => ({ sku, quantity })), paymentMethod })
          }
        />
        <Problem error={place.error} />
        {place.data !== undefined && <PlacedOrder key={place.data.orderId} orderId={place.data.orderId} />}
      </aside>
    </div>
  );
}
