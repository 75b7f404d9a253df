import type { Shop } from './shop.ts';

const mostLines = 90;
const mostUnits = 10_000;

/**
 * The eighth law: at rest an order that fits is accepted, and the last unit can be sold. Buys all that is left of the
 * SKUs, many of them with each order, and answers in words what could not be bought.
 */
export async function undersold(shop: Shop, skus: readonly string[]): Promise<string[]> {
  const left = await Promise.all(skus.map((sku) => shop.stock(sku)));
  const lines = left
    .filter(({ available }) => available > 0)
    .map(({ sku, available }) => ({ sku, quantity: Math.min(available, mostUnits) }));
  const buyer = await shop.newBuyer();
  const orders: { readonly orderId: string }[] = [];
  for (let first = 0; first < lines.length; first += mostLines) {
    orders.push(await shop.place(buyer, lines.slice(first, first + mostLines)));
  }
  const ended = await shop.settled(orders);
  const refused = ended.filter(({ status }) => status !== 'Paid');
  const kept = await Promise.all(lines.map(({ sku }) => shop.stock(sku)));
  return [
    ...refused.flatMap(({ orderId, shortages = [], ...order }) => [
      `${orderId}: an order that fits ended ${order.reason ?? order.status}`,
      ...shortages.map(({ sku, requested, available }) => `${sku}: ${available} of the last ${requested} could be had`),
    ]),
    ...kept
      .filter(
        ({ sku, reserved }, index) =>
          reserved > 0 || sold(left, sku) + (lines[index]?.quantity ?? 0) !== sold(kept, sku),
      )
      .map(({ sku, ...totals }) => `${sku}: after its last unit was bought its totals are ${JSON.stringify(totals)}`),
  ];
}

function sold(stock: readonly { readonly sku: string; readonly sold: number }[], sku: string): number {
  return stock.find((item) => item.sku === sku)?.sold ?? 0;
}
