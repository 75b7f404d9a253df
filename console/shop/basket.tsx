import { useState } from 'preact/hooks';
import type { Item } from '../api/schemas.ts';
import { formatCount } from '../format/count.ts';
import { formatMoney } from '../format/money.tsx';
import { paymentMethods } from './payment-methods.ts';

type BasketProps = {
  readonly items: readonly Item[];
  readonly quantities: ReadonlyMap<string, number>;
  readonly isPending: boolean;
  readonly order: (paymentMethod: string) => void;
};

/** What is about to be ordered, and how it is paid. */
export function Basket({ items, quantities, isPending, order }: BasketProps) {
  const [method, setMethod] = useState('pm_card_visa');
  const chosen = items.filter(({ sku }) => quantities.has(sku));
  return (
    <article>
      <h2>Basket</h2>
      {chosen.length === 0 && <p>Nothing is in it yet.</p>}
      <ul>
        {chosen.map(({ sku, name, price }) => (
          <li key={sku}>
            {formatCount(quantities.get(sku) ?? 0)} × {name}, {formatMoney(price)} each
          </li>
        ))}
      </ul>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          order(method);
        }}
      >
        <label>
          Payment method
          <select value={method} onChange={(event) => setMethod(event.currentTarget.value)}>
            {paymentMethods.map(({ id, what }) => (
              <option key={id} value={id}>
                {what}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" disabled={chosen.length === 0 || isPending} aria-busy={isPending}>
          Place the order
        </button>
      </form>
    </article>
  );
}
