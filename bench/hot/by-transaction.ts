import { ContentionError } from '../../adapters/dynamodb/contention.ts';
import { type InventoryTable, reserveStock } from '../../adapters/dynamodb/reservations.ts';
import type { AdmittedOrder } from '../../domain/inventory/hot.ts';
import type { Reserve } from './drive.ts';

export const TTL_SECONDS = 900;

/** One transaction per order, all of a batch at the same time, as the reserving function sends them while a SKU is quiet. */
export function byTransaction(table: InventoryTable): Reserve {
  return async (orders) => {
    const outcomes = await Promise.all(orders.map((order) => reserveOne(table, order)));
    return {
      held: outcomes.filter((outcome) => outcome === 'held').length,
      undecided: orders.filter((_, index) => outcomes[index] === 'contended'),
    };
  };
}

async function reserveOne(table: InventoryTable, order: AdmittedOrder): Promise<string> {
  try {
    return (await reserveStock(table, { ...order, decidedAt: new Date().toISOString() }, TTL_SECONDS)).outcome;
  } catch (error) {
    if (isContention(error)) return 'contended';
    throw error;
  }
}

/** What sends a message back to the queue: nothing was written, and it comes again. */
export function isContention(error: unknown): boolean {
  return (
    error instanceof ContentionError ||
    (error instanceof Error && error.name === 'ProvisionedThroughputExceededException')
  );
}
