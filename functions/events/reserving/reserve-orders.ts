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

/** With the pauses between them these take up to two seconds, of the five that the function has. */
const rounds = 10;

/**
 * Decides orders: by a transaction each where all SKUs are quiet, together by escrow where one is hot. What a worker
 * believes of that only costs it another round. One that is still undecided after all of them is an error: contention
 * is not shortage.
 */
export async function reserveOrders(reserving: Reserving, orders: readonly AdmittedOrder[]): Promise<DecidedOrders> {
  const decided: DecidedOrders = new Map();
  // A message that came twice is one order.
  let left = [...new Map(orders.map((order) => [order.orderId, order])).values()];
  for (let round = 0; round < rounds && left.length > 0; round++) {
    if (round > 1) await pause(round);
    const isHot = ({ lines }: AdmittedOrder) => lines.some(({ sku }) => reserving.heat.isHot(sku));
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
    heat.forget(skusOf(batch.filter(({ orderId }) => outcomes.get(orderId)?.outcome === 'quiet')));
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

function skusOf(orders: readonly AdmittedOrder[]): string[] {
  return orders.flatMap(({ lines }) => lines.map(({ sku }) => sku));
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
