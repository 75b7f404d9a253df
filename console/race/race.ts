import { api, connected, dataOf } from '../api/api.ts';
import type { Order } from '../api/schemas.ts';
import { comparisonTally, type RaceTally } from './codec.ts';

/** So many buyers want one unit each, of so few; the card of every so many-th is declined. */
export type RacePlan = { readonly buyers: number; readonly units: number; readonly declinedEvery: number };

const comparison = '/_local/comparison';

/** A browser opens six connections: the two that are left tell how the race stands. */
const lanes = 4;
const ordersPerCall = 100;

/** Puts units on the shelf of the flow that checks and then removes. */
export async function stockComparison(units: number): Promise<void> {
  await post(comparison, { units });
}

/** Where the race by check-then-remove stands. */
export async function readComparison({ buyers }: RacePlan): Promise<RaceTally> {
  const response = await connected(fetch(comparison));
  if (!response.ok) throw new Error(`The comparison was answered ${response.status}`);
  return comparisonTally(await response.json(), buyers);
}

async function post(path: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await connected(fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }));
  if (!response.ok) throw new Error(`The comparison was answered ${response.status}`);
}

/** Puts an item of its own on sale for a race of Holdfast. */
export async function stockRace(sku: string, units: number): Promise<void> {
  const path = { sku };
  const body = { name: `Race for ${units}`, price: { amount: 8_500, currency: 'USD' } };
  await dataOf(api.PUT('/catalog/items/{sku}', { params: { path }, body }));
  const header = { 'Idempotency-Key': crypto.randomUUID() };
  const received = { delta: units, reason: 'received' } as const;
  await dataOf(api.POST('/catalog/items/{sku}/stock-adjustments', { params: { path, header }, body: received }));
}

/** Each buyer orders from both sides at the same time, so that both see the same rush. */
export async function placeRace(sku: string, { buyers, declinedEvery }: RacePlan): Promise<void> {
  let next = 1;
  const lane = async () => {
    while (next <= buyers) {
      const buyer = next++;
      const isDeclined = declinedEvery > 0 && buyer % declinedEvery === 0;
      await Promise.all([post(`${comparison}/orders`, { isDeclined }), placeOrder(sku, isDeclined)]);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

function placeOrder(sku: string, isDeclined: boolean): Promise<Order> {
  const paymentMethod = isDeclined ? 'pm_card_chargeDeclined' : 'pm_card_visa';
  const params = { header: { 'Idempotency-Key': crypto.randomUUID() } };
  return dataOf(api.POST('/orders', { params, body: { lines: [{ sku, quantity: 1 }], paymentMethod } }));
}

/** Where a race of Holdfast stands: its orders are those of its SKU. */
export async function readRace(sku: string, { buyers, units }: RacePlan): Promise<RaceTally> {
  const orders = await ordersOf(sku, buyers);
  const count = (is: (order: Order) => boolean) => orders.filter(is).length;
  const taken = count(({ status }) => status === 'Paid' || status === 'Shipped');
  const refused = count(({ reason }) => reason === 'stock_rejected');
  const cancelled = count(({ status }) => status === 'Cancelled');
  return {
    waiting: buyers - taken - cancelled,
    taken,
    refused,
    putBack: cancelled - refused,
    oversold: Math.max(0, taken - units),
  };
}

/** A filtered page may be empty, and other orders may come meanwhile: some more pages than the race has are looked at. */
async function ordersOf(sku: string, buyers: number): Promise<Order[]> {
  const mostCalls = Math.ceil(buyers / ordersPerCall) + 4;
  const orders: Order[] = [];
  let cursor: string | undefined;
  for (let calls = 0; calls < mostCalls && orders.length < buyers; calls++) {
    const query = { sku, limit: ordersPerCall, ...(cursor === undefined ? {} : { cursor }) };
    const page = await dataOf(api.GET('/orders', { params: { query } }));
    orders.push(...page.items);
    cursor = page.next;
    if (cursor === undefined) break;
  }
  return orders;
}
