import type { Context } from 'aws-lambda';
import { createDynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { simulatedProvider } from '../../adapters/payments/simulated/provider.ts';
import { now } from '../clock.ts';
import { readEnvironment } from '../environment.ts';
import { counted, emitMetrics } from '../metrics.ts';
import { reconcile } from './reconciliation/reconcile.ts';
import type { Books, Count, Limits } from './reconciliation/run.ts';

const environment = readEnvironment({
  STACK_NAME: 'string',
  ORDERS_TABLE: 'string',
  INVENTORY_TABLE: 'string',
  CATALOG_TABLE: 'string',
  MOVEMENTS_TABLE: 'string',
  PAYMENT_LEDGER_TABLE: 'string',
  RECONCILE_SECONDS: 'number',
});
const client = createDynamoDBClient();

const books: Books = {
  client,
  ordersTable: environment.ORDERS_TABLE,
  inventoryTable: environment.INVENTORY_TABLE,
  catalogTable: environment.CATALOG_TABLE,
  movementsTable: environment.MOVEMENTS_TABLE,
  provider: simulatedProvider({ client, paymentLedgerTable: environment.PAYMENT_LEDGER_TABLE }, now),
};

/** An order for each second of the pause between two runs: the same price whatever the pause. */
const settledOrders = Math.min(Math.max(environment.RECONCILE_SECONDS, 5), 1_000);
const limits: Limits = { skusPerPage: 100, skuPages: 100, ledgerPages: 500, ordersInFlight: 5_000, settledOrders };

/** How long before the function's timeout a run stops by itself. */
const reserveMilliseconds = 20_000;

/**
 * Proves that the books agree, from where the run before has stopped. It takes half of the pause between two runs at
 * most, and tells how many discrepancies it has found, also when there are none: so that its silence is told from
 * theirs.
 * @throws when something could not be looked at, so that the platform counts the run as failed and somebody is told
 */
export async function handler(_event: unknown, context: Context): Promise<void> {
  const milliseconds = Math.min(
    environment.RECONCILE_SECONDS * 500,
    context.getRemainingTimeInMillis() - reserveMilliseconds,
  );
  const counts = new Map<Count, number>();
  try {
    await reconcile({ books, limits, at: now(), milliseconds }, counts);
  } finally {
    tell(counts);
  }
  const failed = counts.get('failed') ?? 0;
  if (failed > 0) throw new Error(`${failed} SKUs or orders could not be reconciled`);
}

/** What a run that failed had found before is told, too: whoever finds it again does not count it. */
function tell(counts: ReadonlyMap<Count, number>): void {
  const { STACK_NAME: stackName } = environment;
  const facts = { level: 'INFO', message: 'reconciled', ...Object.fromEntries(counts) };
  const found = counted(counts.get('found') ?? 0);
  emitMetrics({ DiscrepanciesFound: found }, { stackName, timestamp: Date.now(), facts });
}
