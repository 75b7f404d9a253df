import { allOf } from './pages.ts';
import {
  type BusEvent,
  itemSchema,
  type MovementView,
  type OrderView,
  type PaymentRow,
  type StockView,
} from './schemas.ts';
import type { Shop } from './shop.ts';

/** Everything that a shop shows of what happened in it. */
export type Books = {
  readonly stock: readonly StockView[];
  /** By SKU. */
  readonly movements: ReadonlyMap<string, readonly MovementView[]>;
  readonly orders: readonly OrderView[];
  readonly payments: readonly PaymentRow[];
  readonly events: readonly BusEvent[];
};

const itemsAtOnce = 20;

/** Reads all of a shop's books; they fit together once the shop is quiet. */
export async function readBooks(shop: Shop): Promise<Books> {
  const items = await allOf(itemSchema, (query) => shop.client.items(query));
  const skus = items.map(({ sku }) => sku);
  const stock: StockView[] = [];
  const movements = new Map<string, readonly MovementView[]>();
  for (let first = 0; first < skus.length; first += itemsAtOnce) {
    await Promise.all(
      skus.slice(first, first + itemsAtOnce).map(async (sku) => {
        stock.push(await shop.stock(sku));
        movements.set(sku, await shop.movements(sku));
      }),
    );
  }
  const [orders, payments, events] = await Promise.all([shop.orders(), shop.client.payments(), shop.client.events()]);
  return { stock, movements, orders, payments, events };
}
