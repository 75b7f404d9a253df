import type { Stock } from '../api/schemas.ts';
import { formatCount } from '../format/count.ts';
import { StockBar, StockLegend } from './stock-bar.tsx';

type ItemFiguresProps = {
  readonly figures: readonly (readonly [name: string, units: number])[];
  readonly stock?: Stock;
};

/** An item's counters, large, and as a bar. */
export function ItemFigures({ figures, stock }: ItemFiguresProps) {
  return (
    <>
      <dl class="figures">
        {figures.map(([name, units]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{formatCount(units)}</dd>
          </div>
        ))}
      </dl>
      {stock !== undefined && (
        <>
          <StockBar stock={stock} />
          <StockLegend />
        </>
      )}
    </>
  );
}
