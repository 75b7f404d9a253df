import { readOrder } from '../../adapters/dynamodb/changes.ts';
import { type EnvironmentName, functionDeclarations } from '../../lib/declarations.ts';
import { startTestEngine, type TestEngine } from '../../test/support/engine.ts';
import { Calls } from './calls.ts';
import { Shop } from './shop.ts';

/** Where cold starts take place: the tables of the stack in an engine in memory, and services that accept everything. */
export type Stage = {
  readonly shop: Shop;
  readonly calls: Calls;
  readonly environmentOf: (name: keyof typeof functionDeclarations) => Promise<Record<string, string>>;
  readonly isPlaced: (orderId: string) => Promise<boolean>;
  readonly stop: () => Promise<void>;
};

export async function openStage(): Promise<Stage> {
  const calls = new Calls();
  const services = {
    AWSStepFunctions: () => ({ executionArn: 'arn', startDate: 0 }),
    AWSEvents: () => ({ FailedEntryCount: 0, Entries: [{ EventId: 'id' }] }),
  };
  const engine = await startTestEngine(services, calls);
  const shop = new Shop(engine);
  await shop.open();
  const tables = { client: engine.client, ordersTable: engine.tables.Orders, inventoryTable: engine.tables.Inventory };
  return {
    shop,
    calls,
    environmentOf: async (name) => ({
      ...(await connection(engine)),
      ...Object.fromEntries(
        functionDeclarations[name].environment.map((variable) => [variable, value(engine, variable)]),
      ),
    }),
    isPlaced: async (orderId) => (await readOrder(tables, orderId)) !== undefined,
    stop: () => engine.stop(),
  };
}

async function connection({ client }: TestEngine): Promise<Record<string, string>> {
  const endpoint = await client.config.endpoint?.();
  if (endpoint === undefined) throw new Error('The client of the engine has no endpoint');
  return {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'bench',
    AWS_SECRET_ACCESS_KEY: 'bench',
    AWS_ENDPOINT_URL: `${endpoint.protocol}//${endpoint.hostname}:${endpoint.port}`,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}

/** Tables are those of the engine; every other value may be any number, or the name of anything. */
function value({ tables }: TestEngine, variable: EnvironmentName): string {
  const named: Partial<Record<EnvironmentName, string>> = {
    ORDERS_TABLE: tables.Orders,
    INVENTORY_TABLE: tables.Inventory,
    CATALOG_TABLE: tables.Catalog,
    MOVEMENTS_TABLE: tables.Movements,
    PAYMENT_LEDGER_TABLE: tables.PaymentLedger,
    GRACE_PERIOD_SECONDS: '0',
  };
  return named[variable] ?? '900';
}
