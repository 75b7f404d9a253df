import { ContentionError, isRefusedForLoad } from '../../adapters/dynamodb/contention.ts';
import { type InventoryTable, reserveStock } from '../../adapters/dynamodb/reservations.ts';
import type { AdmittedOrder } from '../../domain/inventory/hot.ts';
import type { Reserve, Undecided } from './drive.ts';

export const TTL_SECONDS = 900;

/** One transaction per order, all of a batch at the same time, as the reserving function sends them while a SKU is quiet. */
export function byTransaction(table: InventoryTable): Reserve {
  return async (orders) => {
    const outcomes = await Promise.all(orders.map((order) => reserveOne(table, order)));
    return {
      held: outcomes.filter((outcome) => outcome === 'held').length,
      undecided: outcomes.flatMap((outcome) => (typeof outcome === 'string' ? [] : [outcome])),
    };
  };
}

async function reserveOne(table: InventoryTable, order: AdmittedOrder): Promise<string | Undecided> {
  try {
    const decidedAt = new Date().toISOString();
    return (await reserveStock(table, { ...order, decidedAt }, TTL_SECONDS)).outcome;
  } catch (error) {
    if (isContention(error)) return { order, reason: error.name };
    throw error;
  }
}

/** What sends a message back to the queue: nothing was written, and it comes again. */
function isContention(error: unknown): error is Error {
  return error instanceof ContentionError || isRefusedForLoad(error);
}
