import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { synthesize } from '../lib/synthesize.ts';
import { AwsEndpoint } from '../local/endpoint/aws-endpoint.ts';
import { EngineClient } from '../local/engine/engine-client.ts';
import { engineCommand } from '../local/engine/engine-command.ts';
import { EngineProcess } from '../local/engine/engine-process.ts';
import { readTable, type TableDefinition } from '../local/engine/table-definition.ts';
import { ensureTable } from '../local/engine/tables.ts';
import { type Interceptor, passThrough } from '../local/ports.ts';
import { loadTemplate } from '../local/template/template.ts';

/** An engine with the stack's inventory table, for as long as a part of the bench lasts. */
export type BenchEngine = AsyncDisposable & {
  readonly inventoryTable: string;
  /** Where the engine itself listens. */
  readonly bare: string;
  /** The same engine behind an endpoint whose calls the interceptor stands around. */
  readonly behind: (interceptor: Interceptor) => Promise<string>;
};

const ACCESS_KEY_ID = 'bench';

/** What an execution environment of the reserving function has: clients of its own, and the table. */
export type BenchWorker = Disposable & {
  readonly client: DynamoDBClient;
  readonly singleAttemptClient: DynamoDBClient;
  readonly inventoryTable: string;
};

/** Its clients try as often as those of the function. */
export function openWorker(endpoint: string, inventoryTable: string): BenchWorker {
  const credentials = { accessKeyId: ACCESS_KEY_ID, secretAccessKey: 'bench' };
  const open = (maxAttempts: number) => new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts });
  const [client, singleAttemptClient] = [open(5), open(1)];
  const close = () => {
    client.destroy();
    singleAttemptClient.destroy();
  };
  return { client, singleAttemptClient, inventoryTable, [Symbol.dispose]: close };
}

/** Starts the embedded engine on a database of its own, as the local run does. */
export async function startBenchEngine(): Promise<BenchEngine> {
  await using started = new AsyncDisposableStack();
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
  started.defer(() => rmSync(directory, { recursive: true, force: true }));
  const engine = await EngineProcess.start(engineCommand(directory), directory);
  started.defer(() => engine.stop());
  const client = new EngineClient(engine.endpoint, ACCESS_KEY_ID);
  started.defer(() => client.close());
  const table = await inventoryTable();
  await ensureTable(client, table);
  const running = started.move();
  return {
    inventoryTable: table.TableName,
    bare: String(engine.endpoint),
    behind: async (interceptor) => {
      const endpoint = new AwsEndpoint({ ...alone, engine: client, interceptor });
      running.defer(() => endpoint.stop());
      return endpoint.listen();
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** Nothing but the engine is behind the endpoint, and everybody may do everything. */
const alone = {
  services: {},
  interceptor: passThrough,
  authorize: () => undefined,
  streamedTables: new Set<string>(),
  onWritten: () => undefined,
  report: console.error,
};

async function inventoryTable(): Promise<TableDefinition> {
  const table = (await stackTables()).find(({ TableName }) => TableName.includes('Inventory'));
  if (table === undefined) throw new Error('The stack has no inventory table');
  return table;
}

/** The tables of the stack, as the local run creates them. */
export async function stackTables(): Promise<TableDefinition[]> {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-tables-'));
  process.env.CDK_VALIDATION = 'false';
  await synthesize({ target: 'local' }, directory);
  const tables = loadTemplate(directory)
    .resources.filter(({ type }) => type === 'AWS::DynamoDB::GlobalTable')
    .map(readTable);
  rmSync(directory, { recursive: true });
  return tables;
}
