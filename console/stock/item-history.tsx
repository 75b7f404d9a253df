import { useMemo } from 'preact/hooks';
import { Link } from 'wouter-preact';
import type { Movement, Stock } from '../api/schemas.ts';
import { Chart } from '../chart/chart.tsx';
import { formatChange } from '../format/count.ts';
import { Moment } from '../format/time.tsx';
import { Loaded } from '../layout/loaded.tsx';
import { stockCurve } from './curve.ts';
import { useMovements } from './queries.ts';

const counters = ['available', 'reserved', 'sold'] as const;

/** How an item's units moved: as a curve, and movement by movement. */
export function ItemHistory({ name, stock }: { readonly name: string; readonly stock: Stock }) {
  const movements = useMovements(stock.sku, true);
  return (
    <Loaded query={movements}>
      {({ items }) => (
        <>
          <StockChart name={name} stock={stock} movements={items} />
          <MovementTable movements={items} />
        </>
      )}
    </Loaded>
  );
}

type StockChartProps = { readonly name: string; readonly stock: Stock; readonly movements: readonly Movement[] };

function StockChart({ name, stock, movements }: StockChartProps) {
  const { atSeconds, lines } = useMemo(() => {
    const points = stockCurve(stock, movements, Date.now());
    return {
      atSeconds: points.map((point) => point.atSeconds),
      lines: counters.map((counter) => ({
        name: counter,
        colour: counter,
        values: points.map((point) => point[counter]),
      })),
    };
  }, [stock, movements]);
  return (
    <section>
      <h2>Over time</h2>
      <Chart label={`Units of ${name} over time`} atSeconds={atSeconds} lines={lines} isStepped />
    </section>
  );
}

function MovementTable({ movements }: { readonly movements: readonly Movement[] }) {
  return (
    <section>
      <h2>Movements</h2>
      {movements.length === 0 && <p class="empty">Nothing has moved yet.</p>}
      {movements.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">Cause</th>
              {counters.map((counter) => (
                <th key={counter} scope="col" class="number">
                  {counter}
                </th>
              ))}
              <th scope="col" class="wide">
                Order
              </th>
            </tr>
          </thead>
          <tbody>
            {movements.map((movement) => (
              <MovementRow key={movement.movementId} movement={movement} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function MovementRow({ movement }: { readonly movement: Movement }) {
  const { at, cause, orderId } = movement;
  return (
    <tr>
      <td>
        <Moment at={at} />
      </td>
      <td>{cause}</td>
      {counters.map((counter) => (
        <td key={counter} class="number">
          {movement[counter] === 0 ? '' : formatChange(movement[counter])}
        </td>
      ))}
      <td class="wide">{orderId !== undefined && <Link href={`/orders/${orderId}`}>{orderId.slice(0, 8)}…</Link>}</td>
    </tr>
  );
}
