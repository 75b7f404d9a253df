import { maximumQuantity } from '../../domain/lines.ts';
import type { Books } from '../support/books.ts';
import type { OrderView, StockView } from '../support/schemas.ts';
import { place } from './ordering.ts';
import { rest } from './rest.ts';
import type { Stage } from './stage.ts';
import { Violation } from './violation.ts';

/**
 * At rest, one unit more than is available is refused and the number is told, and what is available can be bought.
 * @throws Violation where it is not so
 */
export async function buyLastUnits(stage: Stage, { stock }: Books): Promise<void> {
  const asked = stock.filter(({ available }) => available < maximumQuantity);
  const refused = await buyAll(stage, asked, ({ available }) => available + 1);
  const wronglySold = refused.filter(({ reason }) => reason !== 'stock_rejected');
  const bought = await buyAll(
    stage,
    stock.filter(({ available }) => available > 0),
    ({ available }) => Math.min(available, maximumQuantity),
  );
  // It may have expired where time is short, but never been told as sold out.
  const wronglyRefused = bought.filter(({ reason }) => reason === 'stock_rejected');
  const wrong = [
    ...wronglySold.map((order) => `${inWords(order)} was not refused, with one unit less at rest`),
    ...wronglyRefused.map((order) => `${inWords(order)} was refused, with as many units at rest`),
  ];
  if (wrong.length > 0) throw new Violation(wrong.join('\n'));
}

async function buyAll(
  stage: Stage,
  stock: readonly StockView[],
  quantityOf: (stock: StockView) => number,
): Promise<OrderView[]> {
  const placed = await Promise.all(
    stock.map((view) => {
      const lines = [{ sku: view.sku, quantity: quantityOf(view) }];
      return place(stage, { buyer: stage.buyer(0), lines, method: 'pm_card_visa', key: `last ${stage.tick()}` });
    }),
  );
  const { orders } = await rest(stage);
  const ids = new Set(placed.map(({ order }) => order.orderId));
  return orders.filter(({ orderId }) => ids.has(orderId));
}

function inWords({ orderId, lines }: OrderView): string {
  return `${orderId} (${lines.map(({ sku, quantity }) => `${quantity} of ${sku}`).join(', ')})`;
}
