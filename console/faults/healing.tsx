import { useMutation, useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../api/api.ts';
import { Figure } from '../layout/figure.tsx';
import { Loaded } from '../layout/loaded.tsx';
import { Problem } from '../layout/problem.tsx';
import { useCatalogue } from '../stock/queries.ts';

const overviewMilliseconds = 1_000;
const orderCount = 10;

/** Sends orders into the weather, and shows that none stays behind. */
export function Healing() {
  const catalogue = useCatalogue();
  const overview = useQuery({
    queryKey: ['overview'],
    queryFn: () => dataOf(api.GET('/operations/overview')),
    refetchInterval: overviewMilliseconds,
  });
  const sku = catalogue.data?.find(({ available }) => available >= orderCount)?.sku;
  const place = useMutation({ mutationFn: placeOrders });
  return (
    <section>
      <h2>How it heals</h2>
      <button
        type="button"
        disabled={sku === undefined || place.isPending}
        aria-busy={place.isPending}
        onClick={() => sku !== undefined && place.mutate(sku)}
      >
        Place {orderCount} orders
      </button>
      <Problem error={place.error} />
      <Loaded query={overview} lines={3}>
        {({ inFlight, deadLetters, lastHour }) => (
          <dl class="figures">
            <Figure name="In flight" value={inFlight.orders} />
            <Figure name="Placed in the last hour" value={lastHour.placed} />
            <Figure name="Paid" value={lastHour.paid} />
            <Figure name="Collisions" value={lastHour.conflicts} />
            <Figure name="Compensations" value={lastHour.compensations} />
            <Figure name="Dead letters" value={deadLetters} />
          </dl>
        )}
      </Loaded>
    </section>
  );
}

/** Every fourth card is declined, so that there is something to undo as well. */
async function placeOrders(sku: string): Promise<void> {
  const place = (index: number) => {
    const paymentMethod = index % 4 === 0 ? 'pm_card_chargeDeclined' : 'pm_card_visa';
    const params = { header: { 'Idempotency-Key': crypto.randomUUID() } };
    return dataOf(api.POST('/orders', { params, body: { lines: [{ sku, quantity: 1 }], paymentMethod } }));
  };
  await Promise.all(Array.from({ length: orderCount }, (_, index) => place(index)));
}
