import * as z from 'zod/mini';
import type { OrderView } from '../../support/schemas.ts';
import { read } from '../../support/schemas.ts';
import type { Shop } from '../../support/shop.ts';
import { atOnce } from '../../support/wait.ts';

/** So many buyers want one unit each, of so few; the card of every so many-th is declined. */
export type RacePlan = { readonly buyers: number; readonly units: number; readonly declinedEvery: number };

/** Where one side stands: numbers of orders, of one unit each. Who is confirmed waits for the money. */
export type Standing = {
  readonly confirmed: number;
  readonly paid: number;
  readonly refused: number;
  readonly declined: number;
};

export type Frame = { readonly milliseconds: number; readonly comparison: Standing; readonly holdfast: Standing };

const comparison = '/_local/comparison';
const mostMilliseconds = 120_000;

const comparisonSchema = z.object({
  checking: z.number(),
  confirmed: z.number(),
  refused: z.number(),
  declined: z.number(),
  paid: z.number(),
});

/**
 * Lets the same buyers race on both sides at the same time, and looks at both until every order has ended.
 * @throws when they have not in two minutes
 */
export async function recordRace(shop: Shop, plan: RacePlan): Promise<Frame[]> {
  const sku = await shop.newItem({ units: plan.units });
  await post(shop, comparison, { units: plan.units }, 200);
  const buyers = await Promise.all(Array.from({ length: plan.buyers }, () => shop.newBuyer()));
  const beganAt = performance.now();
  const placed = atOnce(plan.buyers, async (index) => {
    const isDeclined = plan.declinedEvery > 0 && (index + 1) % plan.declinedEvery === 0;
    const buyer = buyers[index];
    if (buyer === undefined) throw new Error(`There is no buyer ${index}`);
    const method = isDeclined ? 'pm_card_chargeDeclined' : 'pm_card_visa';
    await Promise.all([
      post(shop, `${comparison}/orders`, { isDeclined }, 202),
      shop.place(buyer, [{ sku, quantity: 1 }], method),
    ]);
  });
  const frames: Frame[] = [];
  const look = async (): Promise<Frame> => ({
    milliseconds: Math.round(performance.now() - beganAt),
    comparison: read(await shop.client.send({ path: comparison }), 200, comparisonSchema),
    holdfast: standingOf(await shop.orders({ sku })),
  });
  while (frames.length === 0 || !isOver(frames.at(-1), plan)) {
    if (performance.now() - beganAt > mostMilliseconds) throw new Error('The race has not ended in two minutes');
    frames.push(await look());
  }
  await placed;
  return frames;
}

function isOver(frame: Frame | undefined, { buyers }: RacePlan): boolean {
  if (frame === undefined) return false;
  return [frame.comparison, frame.holdfast].every(
    ({ paid, refused, declined }) => paid + refused + declined === buyers,
  );
}

function standingOf(orders: readonly OrderView[]): Standing {
  const count = (is: (order: OrderView) => boolean) => orders.filter(is).length;
  const cancelled = count(({ status }) => status === 'Cancelled');
  const refused = count(({ reason }) => reason === 'stock_rejected');
  return {
    confirmed: count(({ status }) => status === 'StockConfirmed'),
    paid: count(({ status }) => status === 'Paid'),
    refused,
    declined: cancelled - refused,
  };
}

async function post(shop: Shop, path: string, body: object, status: number): Promise<void> {
  read(await shop.client.send({ method: 'POST', path, body }), status, comparisonSchema);
}
