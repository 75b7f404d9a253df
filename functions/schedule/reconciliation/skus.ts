import { ledgerReader } from '../../../adapters/dynamodb/reconciliation/ledger-reader.ts';
import { readCheckpoints, writeCheckpoints } from '../../../adapters/dynamodb/reconciliation/memory.ts';
import { walkSkus } from '../../../adapters/dynamodb/reconciliation/walks.ts';
import { readStocks } from '../../../adapters/dynamodb/stock.ts';
import type { Stock } from '../../../domain/inventory/stock.ts';
import { type Checkpoint, withTold } from '../../../domain/reconciliation/checkpoint.ts';
import { confirmLook, type LedgerLook, lookAtLedger } from '../../../domain/reconciliation/ledger-look.ts';
import type { Run } from './run.ts';
import { tell } from './tell.ts';

/** Goes on through the catalogue, page by page, as far as this run may; the next one goes on from there. */
export async function reconcileSkus(run: Run): Promise<void> {
  const { books, limits } = run;
  for (let pages = 0; pages < limits.skuPages; pages++) {
    const { ids, next } = await walkSkus(books, run.catalogPlace, limits.skusPerPage);
    await reconcileLedgers(
      run,
      ids.filter((sku) => !run.seen.has(sku)),
    );
    run.catalogPlace = next;
    if (next === undefined || !run.hasTimeForSkus()) return;
  }
}

type Looked = { readonly before: Stock; readonly look: LedgerLook };

/** Compares the counters of some SKUs with their ledgers. What was proven of a SKU that has not changed is not read. */
export async function reconcileLedgers(run: Run, skus: readonly string[]): Promise<void> {
  const { client, inventoryTable } = run.books;
  const [stocks, checkpoints] = await Promise.all([
    readStocks(client, inventoryTable, skus),
    readCheckpoints(run.books, skus),
  ]);
  const looked: Looked[] = [];
  await run.each(
    stocks,
    ({ sku }) => sku,
    async (before) => {
      const checkpoint = checkpoints.get(before.sku);
      if (checkpoint === undefined) return;
      looked.push({ before, look: await lookAt(run, before, checkpoint) });
    },
  );
  run.count('skus', looked.length);
  for (const { before, look } of looked) run.seen.set(before.sku, { stock: before, checkpoint: look.checkpoint });
  await conclude(
    run,
    looked.filter(({ look }) => look.outcome !== 'unchanged'),
  );
  for (const { before, look } of looked) {
    if (look.outcome === 'unchanged') run.suspicions.forget(`ledger#${before.sku}`);
  }
}

function lookAt(run: Run, stock: Stock, checkpoint: Checkpoint): Promise<LedgerLook> {
  const earlier = run.suspicions.of(`ledger#${stock.sku}`);
  const read = ledgerReader(run.books, stock.sku, () => run.mayReadOn());
  return lookAtLedger({ checkpoint, stock, earlier, at: run.at, read });
}

/** The stock items are read again: only what was compared while nothing changed is worth anything. */
async function conclude(run: Run, looked: readonly Looked[]): Promise<void> {
  if (looked.length === 0) return;
  const { client, inventoryTable } = run.books;
  const again = new Map(
    (
      await readStocks(
        client,
        inventoryTable,
        looked.map(({ before }) => before.sku),
      )
    ).map((stock) => [stock.sku, stock]),
  );
  await run.each(
    looked,
    ({ before }) => before.sku,
    async ({ before, look }) => {
      const confirmed = run.isInMotion(before) ? undefined : confirmLook(look, before, again.get(before.sku));
      if (confirmed === undefined) run.count('skusChanging');
      const checkpoint = confirmed === undefined ? look.checkpoint : await actOn(run, confirmed);
      run.seen.set(before.sku, { stock: before, checkpoint });
    },
  );
  await writeCheckpoints(
    run.books,
    looked.flatMap(({ before }) => run.seen.get(before.sku)?.checkpoint ?? []),
  );
}

/** @returns what is to be remembered of the SKU */
async function actOn(run: Run, { outcome, checkpoint, finding, believed }: LedgerLook): Promise<Checkpoint> {
  if (outcome === 'unfinished') run.count('skusUnfinished');
  if (outcome === 'agrees') run.count('skusProven');
  if (finding === undefined) {
    if (outcome !== 'unfinished') run.suspicions.forget(`ledger#${checkpoint.sku}`);
    return checkpoint;
  }
  if (believed !== true) {
    run.suspicions.remember(finding, run.at);
    return checkpoint;
  }
  await tell(run, finding);
  return withTold(checkpoint, 'ledger', finding.difference);
}
