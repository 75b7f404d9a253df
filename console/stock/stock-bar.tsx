import type { Stock } from '../api/schemas.ts';
import { formatCount } from '../format/count.ts';

const parts = ['available', 'reserved', 'sold'] as const;

type StockBarProps = { readonly stock: Pick<Stock, (typeof parts)[number]> | undefined };

/** Available, reserved and sold as shares of one bar; an empty one until they are known. */
export function StockBar({ stock }: StockBarProps) {
  if (stock === undefined) return <div class="stock-bar" aria-hidden="true" />;
  const total = stock.available + stock.reserved + stock.sold;
  const label = parts.map((part) => `${formatCount(stock[part])} ${part}`).join(', ');
  return (
    <div class="stock-bar" role="img" aria-label={label} title={label}>
      {parts
        .filter((part) => stock[part] > 0)
        .map((part) => (
          <span key={part} class={part} style={{ width: `${(100 * stock[part]) / total}%` }} />
        ))}
    </div>
  );
}

/** Which colour is what. */
export function StockLegend() {
  return (
    <p class="legend">
      {parts.map((part) => (
        <span key={part}>
          <i class={part} aria-hidden="true" /> {part}
        </span>
      ))}
    </p>
  );
}
