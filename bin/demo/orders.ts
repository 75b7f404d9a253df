import { setTimeout as delay } from 'node:timers/promises';
import { type Api, DemoError, type NewOrder, type Order } from './api.ts';
import { Progress } from './progress.ts';

/** Orders that are told about together. */
export type Group = { readonly title: string; readonly orders: readonly Order[] };

const pauseMilliseconds = 100;
const patienceMilliseconds = 120_000;
const askedAtOnce = 20;

/** An order to be placed, and the token of who places it. */
export type Wanted = { readonly buyer: string; readonly order: NewOrder };

/** Places orders, all at once; they are answered in the order in which they were given. */
export async function placeAtOnce(api: Api, wanted: readonly Wanted[]): Promise<Order[]> {
  const progress = new Progress('orders placed', wanted.length);
  return Promise.all(
    wanted.map(async ({ buyer, order }) => {
      const placed = await api.place(buyer, order);
      progress.advance();
      return placed;
    }),
  );
}

/** Whether nothing more happens to an order by itself. */
export function hasEnded({ status, payment }: Order): boolean {
  const moneyMayMove = payment.status === 'authorized' || (status === 'Cancelled' && payment.status === 'captured');
  return (status === 'Paid' || status === 'Cancelled' || status === 'Shipped') && !moneyMayMove;
}

/**
 * Follows orders until each has ended.
 * @throws {DemoError} when some have not in two minutes
 */
export async function followed(
  api: Api,
  staff: string,
  orders: readonly Order[],
  step = 'orders ended',
): Promise<Order[]> {
  const progress = new Progress(step, orders.length);
  const latest = new Map(orders.map((order) => [order.orderId, order]));
  const deadline = Date.now() + patienceMilliseconds;
  let open = [...orders];
  while (open.length > 0) {
    if (Date.now() > deadline) throw new DemoError(`${open.length} orders have not ended: look at ${open[0]?.orderId}`);
    const seen = await inTurns(open, ({ orderId }) => api.order(staff, orderId));
    for (const order of seen) latest.set(order.orderId, order);
    for (const _ of seen.filter(hasEnded)) progress.advance();
    open = seen.filter((order) => !hasEnded(order));
    if (open.length > 0) await delay(pauseMilliseconds);
  }
  return [...latest.values()];
}

async function inTurns<Item, Result>(items: readonly Item[], act: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (let first = 0; first < items.length; first += askedAtOnce) {
    results.push(...(await Promise.all(items.slice(first, first + askedAtOnce).map(act))));
  }
  return results;
}
