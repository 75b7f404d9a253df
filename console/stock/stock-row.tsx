import { Link } from 'wouter-preact';
import type { Item } from '../api/schemas.ts';
import { formatCount } from '../format/count.ts';
import { Money } from '../format/money.tsx';
import { isStaff } from '../session/session.ts';
import { useStock } from './queries.ts';
import { isLow } from './selection.ts';
import { StockBar } from './stock-bar.tsx';

/** One item; what only staff may know is asked for when it is shown to staff. */
export function StockRow({ item }: { readonly item: Item }) {
  const { data: stock } = useStock(item.sku, isStaff());
  const available = stock?.available ?? item.available;
  return (
    <tr>
      <th scope="row">
        <Link href={`/stock/${item.sku}`}>{item.name}</Link>
        <small class="sku">{item.sku}</small>
      </th>
      {isStaff() && (
        <td class="bar-cell">
          <StockBar stock={stock} />
        </td>
      )}
      <td class="number">
        {formatCount(available)}
        {isLow({ ...item, available }) && <small class="low">{available === 0 ? 'sold out' : 'low'}</small>}
      </td>
      {isStaff() && (
        <>
          <td class="number wide">{stock === undefined ? '…' : formatCount(stock.reserved)}</td>
          <td class="number wide">{stock === undefined ? '…' : formatCount(stock.sold)}</td>
        </>
      )}
      <td class="number wide">
        <Money money={item.price} />
      </td>
    </tr>
  );
}
