import { Link } from 'wouter-preact';
import type { Item } from '../api/schemas.ts';
import { Money } from '../format/money.tsx';
import { Loaded } from '../layout/loaded.tsx';
import { Page } from '../layout/page.tsx';
import { isStaff } from '../session/session.ts';
import { AdjustmentForm } from './adjustment-form.tsx';
import { ItemFigures } from './item-figures.tsx';
import { ItemHistory } from './item-history.tsx';
import { useItem, useStock } from './queries.ts';

/** An item: its units now, over time and movement by movement; staff restock and correct it here. */
export default function ItemPage({ sku }: { readonly sku: string }) {
  const item = useItem(sku);
  return (
    <Page title={item.data?.name ?? sku} aside={<Link href="/stock">← All stock</Link>}>
      <Loaded query={item}>{(found) => <ItemDetails item={found} />}</Loaded>
    </Page>
  );
}

function ItemDetails({ item }: { readonly item: Item }) {
  const { sku, name, description, price, restockThreshold } = item;
  const stock = useStock(sku, isStaff());
  return (
    <>
      <p>
        <code>{sku}</code> · <Money money={price} /> · restocked below {restockThreshold}
        {description === undefined ? '' : ` · ${description}`}
      </p>
      {!isStaff() && <ItemFigures figures={[['Available', item.available]]} />}
      {isStaff() && (
        <Loaded query={stock}>
          {(counters) => (
            <>
              <ItemFigures
                figures={[
                  ['Available', counters.available],
                  ['Reserved', counters.reserved],
                  ['Sold', counters.sold],
                  ['On hand', counters.onHand],
                ]}
                stock={counters}
              />
              <div class="columns">
                <AdjustmentForm sku={sku} kind="restock" />
                <AdjustmentForm sku={sku} kind="correct" />
              </div>
              <ItemHistory name={name} stock={counters} />
            </>
          )}
        </Loaded>
      )}
    </>
  );
}
