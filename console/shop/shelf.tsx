import { useState } from 'preact/hooks';
import type { Item } from '../api/schemas.ts';
import { formatCount } from '../format/count.ts';
import { Money } from '../format/money.tsx';
import { select } from '../stock/selection.ts';

const mostShown = 60;

type ShelfProps = {
  readonly items: readonly Item[];
  readonly quantities: ReadonlyMap<string, number>;
  readonly choose: (sku: string, quantity: number) => void;
};

/** What can be bought. More than is available may be asked for: refusing it is the system's business. */
export function Shelf({ items, quantities, choose }: ShelfProps) {
  const [search, setSearch] = useState('');
  const found = select(items, { search, sorting: 'name', isLowOnly: false });
  return (
    <section>
      <label>
        Search the shop
        <input type="search" value={search} onInput={(event) => setSearch(event.currentTarget.value)} />
      </label>
      {found.length === 0 && <p class="empty">There is no item like that.</p>}
      <ul class="shelf">
        {found.slice(0, mostShown).map((item) => (
          <Offer key={item.sku} item={item} quantity={quantities.get(item.sku) ?? 0} choose={choose} />
        ))}
      </ul>
      {found.length > mostShown && <p>{formatCount(found.length - mostShown)} more: search for them.</p>}
    </section>
  );
}

type OfferProps = {
  readonly item: Item;
  readonly quantity: number;
  readonly choose: (sku: string, quantity: number) => void;
};

function Offer({ item: { sku, name, description, price, available }, quantity, choose }: OfferProps) {
  return (
    <li>
      <strong>{name}</strong>
      <small>{description}</small>
      <span>
        <Money money={price} /> · {available === 0 ? 'sold out' : `${formatCount(available)} available`}
      </span>
      <label>
        <span class="hidden">Quantity of {name}</span>
        <input
          type="number"
          inputMode="numeric"
          min={0}
          max={10_000}
          step={1}
          value={quantity}
          onInput={(event) => choose(sku, Math.trunc(Number(event.currentTarget.value)))}
        />
      </label>
    </li>
  );
}
