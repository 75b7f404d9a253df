import { pause } from '../../../adapters/dynamodb/contention.ts';
import { type EscrowOutcomes, type EscrowSteps, reserveByEscrow } from '../../../adapters/dynamodb/hot/escrow.ts';
import { type InventoryTable, type ReserveOutcome, reserveStock } from '../../../adapters/dynamodb/reservations.ts';
import { batchesOf } from '../../../domain/inventory/escrow.ts';
import type { Heat } from '../../../domain/inventory/heat.ts';
import type { AdmittedOrder } from '../../../domain/inventory/hot.ts';
import type { Instant } from '../../../domain/time.ts';

export type Reserving = {
  readonly table: InventoryTable;
  readonly steps: EscrowSteps;
  readonly heat: Heat;
  readonly ttlSeconds: number;
  readonly now: () => Instant;
  /** A new one for each batch of escrow, never an order's. */
  readonly newBatchId: () => string;
};

/** How often its transaction collided with others before, where it went by one. */
export type DecidedOrder = ReserveOutcome & { readonly path: 'transaction' | 'escrow'; readonly conflicts: number };

/** Each order's decision, or why it has none yet: then its message has to come again. */
export type DecidedOrders = Map<string, DecidedOrder | Error>;

/** With the pauses between them these take a second, and at most two, of the five that the function has. */
const rounds = 9;

/**
 * So many orders for a SKU in one batch are a reason to look at it before anything is written: a worker that has just
 * started does not know what is hot, and a transaction for each of them would only keep the others from the item.
 */
const crowd = 5;

/**
 * Decides orders: by a transaction each where all SKUs are quiet, together by escrow where one is hot. What a worker
 * believes of that only costs it another round. One that is still undecided after all of them is an error: contention
 * is not shortage.
 */
export async function reserveOrders(reserving: Reserving, orders: readonly AdmittedOrder[]): Promise<DecidedOrders> {
  const decided: DecidedOrders = new Map();
  // A message that came twice is one order.
  let left = [...new Map(orders.map((order) => [order.orderId, order])).values()];
  const wanted = ordersBySku(left);
  for (let round = 0; round < rounds && left.length > 0; round++) {
    if (round > 1) await pause(round);
    const isWanted = (sku: string) => round === 0 && (wanted.get(sku) ?? 0) >= crowd;
    const isHot = ({ lines }: AdmittedOrder) => lines.some(({ sku }) => reserving.heat.isHot(sku) || isWanted(sku));
    await Promise.all([
      ...left.filter((order) => !isHot(order)).map((order) => byTransaction(reserving, order, decided)),
      ...batchesOf(left.filter(isHot)).map((batch) => byEscrow(reserving, batch, decided)),
    ]);
    left = left.filter(({ orderId }) => !decided.has(orderId));
  }
  for (const { orderId } of left) decided.set(orderId, new Error('Units in escrow have left the order undecided'));
  return decided;
}

async function byTransaction(reserving: Reserving, order: AdmittedOrder, decided: DecidedOrders): Promise<void> {
  const { table, heat, ttlSeconds, now } = reserving;
  const at = now();
  try {
    const reserved = await reserveStock(table, { ...order, decidedAt: at }, ttlSeconds);
    if (reserved.outcome === 'hot') return heat.learn(reserved.skus);
    heat.count(skusOf([order]), reserved.conflicts, at);
    decided.set(order.orderId, { ...reserved, path: 'transaction' });
  } catch (error) {
    decided.set(order.orderId, asError(error));
  }
}

/** A batch that fails is left as it is, for its recovery; its messages come again, and find what stands by then. */
async function byEscrow(reserving: Reserving, batch: AdmittedOrder[], decided: DecidedOrders): Promise<void> {
  const { steps, heat, ttlSeconds, now, newBatchId } = reserving;
  try {
    const outcomes = await reserveByEscrow(steps, batch, { batchId: newBatchId(), at: now(), ttlSeconds });
    const [quiet, hot] = partition(batch, ({ orderId }) => outcomes.get(orderId)?.outcome === 'quiet');
    heat.forget(skusOf(quiet));
    heat.learn(skusOf(hot));
    take(outcomes, decided);
  } catch (error) {
    for (const { orderId } of batch) decided.set(orderId, asError(error));
  }
}

function take(outcomes: EscrowOutcomes, decided: DecidedOrders): void {
  for (const [orderId, outcome] of outcomes) {
    if (outcome.outcome === 'undecided' || outcome.outcome === 'quiet') continue;
    decided.set(orderId, { ...outcome, path: 'escrow', conflicts: 0 });
  }
}

function ordersBySku(orders: readonly AdmittedOrder[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const sku of skusOf(orders)) counts.set(sku, (counts.get(sku) ?? 0) + 1);
  return counts;
}

function skusOf(orders: readonly AdmittedOrder[]): string[] {
  return orders.flatMap(({ lines }) => lines.map(({ sku }) => sku));
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

function partition<T>(all: readonly T[], belongs: (one: T) => boolean): [T[], T[]] {
  return [all.filter(belongs), all.filter((one) => !belongs(one))];
}
