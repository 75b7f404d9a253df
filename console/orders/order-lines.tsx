import { Link } from 'wouter-preact';
import type { Order } from '../api/schemas.ts';
import { formatCount } from '../format/count.ts';
import { Money } from '../format/money.tsx';

/** What was ordered, at the prices of that time, and what was short. */
export function OrderLines({ order: { lines, total, shortages = [] } }: { readonly order: Order }) {
  const short = new Map(shortages.map((shortage) => [shortage.sku, shortage]));
  return (
    <section>
      <h2>Lines</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col" class="number">
              Quantity
            </th>
            <th scope="col" class="number">
              Unit price
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ sku, name, quantity, unitPrice }) => (
            <tr key={sku}>
              <th scope="row">
                <Link href={`/stock/${sku}`}>{name}</Link>
                <small class="sku">{sku}</small>
              </th>
              <td class="number">
                {formatCount(quantity)}
                {short.has(sku) && (
                  <small class="low">only {formatCount(short.get(sku)?.available ?? 0)} available</small>
                )}
              </td>
              <td class="number">
                <Money money={unitPrice} />
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={2}>
              Total
            </th>
            <td class="number">
              <Money money={total} />
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
