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
  /** The ids of the events that are stored with each order, where they were asked for. */
  readonly stored?: ReadonlyMap<string, readonly string[]>;
};

/** Some orders and the SKUs that nobody else buys, and what the bus delivered since before they were there. */
export type Scope = {
  readonly skus: readonly string[];
  readonly orderIds: readonly string[];
  readonly eventsAfter: number;
};

const itemsAtOnce = 20;

/** Reads all of a shop's books; they fit together once the shop is quiet. */
export async function readBooks(shop: Shop): Promise<Books> {
  const items = await allOf(itemSchema, (query) => shop.client.items(query));
  const counted = await readStock(
    shop,
    items.map(({ sku }) => sku),
  );
  const [orders, payments, events] = await Promise.all([shop.orders(), shop.client.payments(), shop.client.events()]);
  return { ...counted, orders, payments, events };
}

/** Reads what the books say of some orders and SKUs, with the events that are stored with the orders. */
export async function readBooksOf(shop: Shop, { skus, orderIds, eventsAfter }: Scope): Promise<Books> {
  const counted = await readStock(shop, skus);
  const orders: OrderView[] = [];
  const stored = new Map<string, readonly string[]>();
  await eachOf(orderIds, async (orderId) => {
    orders.push(await shop.order(orderId));
    stored.set(orderId, await shop.eventIds(orderId));
  });
  const [payments, events] = await Promise.all([shop.client.payments(), shop.client.events(eventsAfter)]);
  const isOurs = new Set(orderIds);
  return { ...counted, orders, payments: payments.filter(({ orderId }) => isOurs.has(orderId)), events, stored };
}

async function readStock(shop: Shop, skus: readonly string[]): Promise<Pick<Books, 'stock' | 'movements'>> {
  const stock: StockView[] = [];
  const movements = new Map<string, readonly MovementView[]>();
  await eachOf(skus, async (sku) => {
    stock.push(await shop.stock(sku));
    movements.set(sku, await shop.movements(sku));
  });
  return { stock, movements };
}

async function eachOf(ids: readonly string[], read: (id: string) => Promise<void>): Promise<void> {
  for (let first = 0; first < ids.length; first += itemsAtOnce) {
    await Promise.all(ids.slice(first, first + itemsAtOnce).map(read));
  }
}
