import { promote } from '../../adapters/dynamodb/hot/registry.ts';
import type { InventoryTable } from '../../adapters/dynamodb/reservations.ts';
import type { BenchWorker } from '../engine.ts';
import { asDeployed } from './as-deployed.ts';
import { byTransaction } from './by-transaction.ts';
import type { Reserve } from './drive.ts';

/** A way to reserve on a hot SKU. */
export type Way = {
  readonly name: string;
  readonly batchSize: number;
  /** Makes the item what the way needs it to be. */
  readonly prepare: (table: InventoryTable, sku: string) => Promise<void>;
  /** A worker of its own, with what it remembers from batch to batch. */
  readonly open: (worker: BenchWorker) => Reserve;
};

const transactions = { prepare: async () => undefined, open: byTransaction };

/**
 * One transaction per order, as the function sends them with the batches that it is handed, and as few at a time as
 * there are workers, which collide less.
 */
export const transactionWays: readonly Way[] = [
  { ...transactions, name: 'transaction per order, 10 × 10', batchSize: 10 },
  { ...transactions, name: 'transaction per order, 10 × 1', batchSize: 1 },
];

/** Batches as they come by themselves, and as large as they may be set. */
export const ourWays: readonly Way[] = [10, 100].map((batchSize) => ({
  name: `ours, batches of ${batchSize}`,
  batchSize,
  prepare: async (table, sku) => {
    const outcome = await promote(table, sku, new Date().toISOString());
    if (outcome !== 'promoted') throw new Error(`${sku} was not promoted: ${outcome}`);
  },
  open: asDeployed,
}));
