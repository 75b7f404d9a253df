import { movementFromItem, orderFromItem, stockFromItem } from '../../../adapters/dynamodb/codec.ts';
import { entryFromItem } from '../../../adapters/payments/simulated/codec.ts';
import { onHand } from '../../../domain/inventory/stock.ts';
import { orderView } from '../../../domain/ordering/view.ts';
import type { Books } from '../../support/books.ts';
import { type MovementView, orderSchema } from '../../support/schemas.ts';
import type { Simulation } from '../simulation.ts';

/** The books of a simulated shop, read from its tables: what `readBooks` reads through the API. */
export function booksOf({ dynamodb: { store }, events }: Simulation): Books {
  const inventory = [...store.items('Inventory')].filter(({ sk }) => sk?.S === 'STOCK');
  const orders = [...store.items('Orders')].filter(({ sk }) => sk?.S === 'ORDER');
  return {
    stock: inventory.map(stockFromItem).map((stock) => {
      const { sku, available, reserved, sold } = stock;
      return { sku, available, reserved, sold, onHand: onHand(stock) };
    }),
    movements: movementsOf(store.items('Movements')),
    orders: orders.map((item) => orderSchema.parse(orderView(orderFromItem(item)))),
    payments: [...store.items('PaymentLedger')].flatMap((item) => [...entryFromItem(item).effects]),
    events: events.map(({ at, source, detailType, detail }, index) => ({
      n: index + 1,
      at: new Date(at).toISOString(),
      source,
      detailType,
      detail,
    })),
  };
}

function movementsOf(items: Iterable<Parameters<typeof movementFromItem>[0]>): ReadonlyMap<string, MovementView[]> {
  const movements = [...items].map(movementFromItem);
  const bySku = Map.groupBy(movements, ({ sku }) => sku);
  return new Map([...bySku].map(([sku, rows]) => [sku, rows.map(({ sku: _, ...row }) => row)]));
}
