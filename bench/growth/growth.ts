import type { TableDefinition } from '../../local/engine/table-definition.ts';
import { Shop } from '../../test/support/shop.ts';
import { stackTables } from '../engine.ts';
import { inTurns, type Side } from '../measure/rounds.ts';
import { median } from '../measure/statistics.ts';
import type { Part } from '../part.ts';
import { type BenchShop, benchShopOf } from '../shop/bench-shop.ts';
import { type Bought, buyFor } from '../shop/buyers.ts';
import { growthReport } from './report.ts';
import { store } from './store.ts';
import { ORDERS_PER_BUYER, storedBuyer, storedSku } from './stored.ts';
import { type OrderUnits, unitsOfOneOrder } from './usage.ts';

const SIZES = [10, 10_000] as const;
const MILLION = 1_000_000;
const PAGES_PER_ROUND = 20;
/** Sweeps and reconciliation would go on beside what is measured. */
const QUIET = { SWEEP_SECONDS: 86_400, RECONCILE_SECONDS: 86_400 };

/** The lists, by what they show; each page is full at every size. */
const lists = {
  'orders of a buyer': `/orders?limit=${ORDERS_PER_BUYER}`,
  'orders of all': `/orders?limit=${ORDERS_PER_BUYER}`,
  catalogue: `/catalog/items?limit=${ORDERS_PER_BUYER}`,
} as const;
export type ListName = keyof typeof lists;

export type GrowthMeasured = Bought & { readonly pageMilliseconds: Readonly<Record<ListName, number>> };

/** A shop that holds so many SKUs and orders. */
type GrownShop = BenchShop & { readonly size: number; readonly buyer: string };

/** Whether an order, or a page of a list, is dearer in a shop that holds much than in one that holds little. */
export const growth: Part = async ({ rounds: count, seconds, million }, tell) => {
  await using shops = new AsyncDisposableStack();
  const tables = await stackTables();
  const grown: GrownShop[] = [];
  for (const size of million ? [...SIZES, MILLION] : SIZES) grown.push(shops.use(await grow(tables, size, tell)));
  tell('warming up');
  for (const shop of grown) await measure(shop, seconds);
  const rounds = await inTurns(
    count,
    grown.map((shop) => sideOf(shop, seconds)),
    tell,
  );
  const units = new Map<number, OrderUnits>();
  for (const shop of grown) {
    tell(`counting the units of one order among ${shop.size}`);
    const counted = await unitsOfOneOrder(shop.shop.client, () => orderOnce(shop));
    if (counted !== undefined) units.set(shop.size, counted);
  }
  return growthReport({ rounds, units, sizes: grown.map(({ size }) => size), seconds });
};

async function grow(
  tables: readonly TableDefinition[],
  size: number,
  tell: (line: string) => void,
): Promise<GrownShop> {
  const shop = await Shop.open(QUIET);
  // Stopping it would take its data away.
  await shop.run.kill();
  await store(shop.run, tables, size, (stored) => tell(`${stored} of ${size} SKUs and orders stored`));
  await shop.run.restart();
  await shop.warmUp();
  const buyer = await shop.client.token(storedBuyer(0));
  return { ...benchShopOf(shop), size, buyer };
}

function sideOf(shop: GrownShop, seconds: number): Side<GrowthMeasured> {
  return { name: String(shop.size), measure: () => measure(shop, seconds) };
}

async function measure(shop: GrownShop, seconds: number): Promise<GrowthMeasured> {
  const pageMilliseconds = {
    'orders of a buyer': await pageTime(shop, 'orders of a buyer', shop.buyer),
    'orders of all': await pageTime(shop, 'orders of all', shop.shop.staff),
    catalogue: await pageTime(shop, 'catalogue', shop.buyer),
  };
  // A buyer of its own, whose orders fill no page of the other one.
  const { token } = await shop.shop.newBuyer();
  const bought = await buyFor(shop, [token], seconds, () => storedSku(Math.floor(Math.random() * shop.size)));
  return { ...bought, pageMilliseconds };
}

/** One page after the other, as somebody sees them who waits for each. */
async function pageTime({ requests }: GrownShop, list: ListName, token: string): Promise<number> {
  const times: number[] = [];
  for (let page = 0; page < PAGES_PER_ROUND; page++) {
    const begin = performance.now();
    const { items }: { items: unknown[] } = JSON.parse(await requests.get(lists[list], token));
    times.push(performance.now() - begin);
    if (items.length !== ORDERS_PER_BUYER) throw new Error(`A page of ${list} held ${items.length}`);
  }
  return median(times);
}

async function orderOnce({ shop, requests, watch }: GrownShop): Promise<void> {
  const { token } = await shop.newBuyer();
  await watch.end(await requests.placeOrder(token, storedSku(0)));
}
