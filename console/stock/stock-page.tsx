import { useSearchParams } from 'wouter-preact';
import type { Item } from '../api/schemas.ts';
import { formatCount } from '../format/count.ts';
import { Loaded } from '../layout/loaded.tsx';
import { Page } from '../layout/page.tsx';
import { Paging } from '../layout/paging.tsx';
import { isStaff } from '../session/session.ts';
import { useCatalogue } from './queries.ts';
import { readSelection, select } from './selection.ts';
import { SelectionForm } from './selection-form.tsx';
import { StockLegend } from './stock-bar.tsx';
import { StockRow } from './stock-row.tsx';

const rowsPerPage = 25;

/** Every item with its units, live. Counters are asked for the rows on the page alone. */
export function StockPage() {
  const [parameters] = useSearchParams();
  const catalogue = useCatalogue();
  return (
    <Page title="Stock" aside={isStaff() ? <StockLegend /> : undefined}>
      <SelectionForm />
      <Loaded query={catalogue} lines={rowsPerPage}>
        {(items) => (
          <StockTable items={select(items, readSelection(parameters))} page={Number(parameters.get('page') ?? 1)} />
        )}
      </Loaded>
    </Page>
  );
}

function StockTable({ items, page }: { readonly items: readonly Item[]; readonly page: number }) {
  if (items.length === 0) return <p class="empty">There is no item like that.</p>;
  const pages = Math.ceil(items.length / rowsPerPage);
  const shown = Math.min(Math.max(1, Math.trunc(page) || 1), pages);
  return (
    <>
      <p role="status" class="count">
        {items.length === 1 ? '1 item' : `${formatCount(items.length)} items`}
      </p>
      <table class="stock-table">
        <thead>
          <tr>
            <th scope="col">Item</th>
            {isStaff() && <th scope="col">Units</th>}
            <th scope="col" class="number">
              Available
            </th>
            {isStaff() && (
              <>
                <th scope="col" class="number wide">
                  Reserved
                </th>
                <th scope="col" class="number wide">
                  Sold
                </th>
              </>
            )}
            <th scope="col" class="number wide">
              Price
            </th>
          </tr>
        </thead>
        <tbody>
          {items.slice((shown - 1) * rowsPerPage, shown * rowsPerPage).map((item) => (
            <StockRow key={item.sku} item={item} />
          ))}
        </tbody>
      </table>
      <Paging page={shown} pages={pages} />
    </>
  );
}
