import { recoverBatch } from '../../adapters/dynamodb/hot/escrow.ts';
import { demote, type InventoryTable, listHotSkus, remember } from '../../adapters/dynamodb/hot/registry.ts';
import { decidingSteps } from '../../adapters/dynamodb/hot/steps.ts';
import { readStocks } from '../../adapters/dynamodb/stock.ts';
import { cooling } from '../../domain/inventory/cooling.ts';
import { leaseSeconds } from '../../domain/inventory/escrow.ts';
import type { HotSku } from '../../domain/inventory/hot.ts';
import type { Stock } from '../../domain/inventory/stock.ts';
import { type Instant, secondsBetween } from '../../domain/time.ts';
import { logFailure } from '../log.ts';

export type HotAction = 'batch_aborted' | 'batch_replayed' | 'sku_demoted' | 'hot_failed';

/**
 * Looks at every hot SKU: ends the batches of workers that seem to be dead, and makes quiet again what is asked for no
 * more. One that fails is due again, and is told as `hot_failed`.
 */
export async function sweepHotSkus(table: InventoryTable, at: Instant): Promise<HotAction[]> {
  const hot = (await listHotSkus(table)).filter(({ demotedAt }) => demotedAt === undefined);
  const skus = hot.map(({ sku }) => sku);
  const stocks = skus.length === 0 ? [] : await readStocks(table.client, table.inventoryTable, skus);
  const recovered = await Promise.all([...batchesLeft(stocks, at)].map((batch) => recover(table, ...batch)));
  const registered = new Map(hot.map((one) => [one.sku, one]));
  const cooled = await Promise.all(stocks.map((stock) => cool(table, registered.get(stock.sku), stock, at)));
  return [...recovered, ...cooled.flat()];
}

/** What each batch that is too old still holds, by SKU. */
function batchesLeft(stocks: readonly Stock[], at: Instant): Map<string, Map<string, number>> {
  const batches = new Map<string, Map<string, number>>();
  for (const { sku, leases = {} } of stocks) {
    for (const [batchId, lease] of Object.entries(leases)) {
      if (secondsBetween(lease.at, at) < leaseSeconds) continue;
      batches.set(batchId, (batches.get(batchId) ?? new Map<string, number>()).set(sku, lease.units));
    }
  }
  return batches;
}

async function recover(table: InventoryTable, batchId: string, leased: Map<string, number>): Promise<HotAction> {
  try {
    return (await recoverBatch(decidingSteps(table), batchId, leased)) === 'aborted'
      ? 'batch_aborted'
      : 'batch_replayed';
  } catch (error) {
    logFailure('batch not recovered', error, { batchId });
    return 'hot_failed';
  }
}

async function cool(
  table: InventoryTable,
  hot: HotSku | undefined,
  stock: Stock,
  at: Instant,
): Promise<readonly HotAction[]> {
  if (hot === undefined) return [];
  const { sku } = stock;
  try {
    const decision = cooling(hot, stock, at);
    if (decision.outcome === 'demote') return (await demote(table, stock, at)) === 'demoted' ? ['sku_demoted'] : [];
    await remember(table, sku, decision);
    return [];
  } catch (error) {
    logFailure('hot SKU not swept', error, { sku });
    return ['hot_failed'];
  }
}
