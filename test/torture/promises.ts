import type { Books } from '../support/books.ts';
import { wrongEnd } from './ends.ts';
import { contradictions } from './order-trail.ts';
import type { Stage } from './stage.ts';

/** What was promised to anybody and does not stand in the books of a shop at rest, and what stands there unasked. */
export async function brokenPromises(stage: Stage, books: Books): Promise<string[]> {
  return [...(await orderPromises(stage, books)), ...(await unitPromises(stage, books))];
}

async function orderPromises(stage: Stage, books: Books): Promise<string[]> {
  const orders = new Map(books.orders.map((order) => [order.orderId, order]));
  const known = await Promise.all(stage.orders.map(({ result }) => result));
  const methods = new Map(known.map(({ order, request }) => [order.orderId, request.method]));
  const broken = [...stage.trails].flatMap(([orderId, trail]) => {
    const order = orders.get(orderId);
    const latest = trail.latest;
    if (order === undefined || latest === undefined) return [`${orderId} was accepted, and is not there`];
    return [
      ...contradictions(latest, order),
      ...wrongEnd(order, methods.get(orderId) ?? '', stage.asked.get(orderId) ?? new Set()),
    ];
  });
  const unasked = [...orders.keys()].filter((orderId) => !stage.trails.has(orderId));
  return [...broken, ...unasked.map((orderId) => `${orderId} is there, and nobody asked for it`)];
}

/** An adjustment stands in the ledger once if it was accepted, and never if it was refused. */
async function unitPromises(stage: Stage, { movements }: Books): Promise<string[]> {
  const rows = [...movements.values()].flat().filter((row) => row.cause === 'adjusted' && row.orderId === undefined);
  const byId = Map.groupBy(rows, ({ adjustmentId }) => adjustmentId);
  const broken: string[] = [];
  for (const { request, result } of stage.adjustments) {
    const adjusted = await result;
    if (adjusted === undefined) continue;
    const found = byId.get(adjusted.adjustmentId)?.map(({ available }) => available) ?? [];
    if (found.length !== 1 || found[0] !== request.delta) {
      broken.push(
        `${request.sku} was changed by ${request.delta}, and its ledger says ${found.join(', ') || 'nothing'}`,
      );
    }
    byId.delete(adjusted.adjustmentId);
  }
  return [...broken, ...[...byId.keys()].map((id) => `The adjustment ${id} is in the ledger, and nobody asked for it`)];
}
