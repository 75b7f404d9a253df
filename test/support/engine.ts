import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { synthesize } from '../../lib/synthesize.ts';
import { AwsEndpoint, type ServiceApi } from '../../local/endpoint/aws-endpoint.ts';
import { startEngine } from '../../local/engine/engine.ts';
import { readTable } from '../../local/engine/table-definition.ts';
import { ensureTable } from '../../local/engine/tables.ts';
import { type Interceptor, passThrough } from '../../local/ports.ts';
import { loadTemplate } from '../../local/template/template.ts';

const names = ['Orders', 'Inventory', 'Catalog', 'Movements', 'PaymentLedger'] as const;
type TableName = (typeof names)[number];

export type TestEngine = {
  readonly client: DynamoDBClient;
  /** The tables of the stack, by the name that they have there. */
  readonly tables: Readonly<Record<TableName, string>>;
  readonly stop: () => Promise<void>;
};

/** A DynamoDB engine in memory with the stack's own tables: the embedded one, or that of `DYNAMODB_ENDPOINT`. */
export async function startTestEngine(
  services: Readonly<Record<string, ServiceApi>> = {},
  interceptor: Interceptor = passThrough,
): Promise<TestEngine> {
  const { DYNAMODB_ENDPOINT } = process.env;
  const engine = await startEngine({
    endpoint: DYNAMODB_ENDPOINT === undefined ? undefined : new URL(DYNAMODB_ENDPOINT),
    dataDirectory: undefined,
    onUnexpectedExit: (output) => console.error(`The engine ended: ${output}`),
  });
  const endpoint = new AwsEndpoint({
    engine: engine.client,
    services,
    interceptor,
    authorize: () => undefined,
    streamedTables: new Set(),
    onWritten: () => undefined,
    report: console.error,
  });
  const created = await createTables(engine.client);
  const client = new DynamoDBClient({
    endpoint: await endpoint.listen(),
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const stop = async () => {
    client.destroy();
    await endpoint.stop();
    await engine.stop();
  };
  return { client, tables: created, stop };
}

async function createTables(client: Parameters<typeof ensureTable>[0]): Promise<Record<TableName, string>> {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-tables-'));
  process.env.CDK_VALIDATION = 'false';
  await synthesize({ target: 'local' }, directory);
  const tables = loadTemplate(directory)
    .resources.filter(({ type }) => type === 'AWS::DynamoDB::GlobalTable')
    .map((resource) => ({ logicalId: resource.logicalId, definition: readTable(resource) }));
  await Promise.all(tables.map(({ definition }) => ensureTable(client, definition)));
  rmSync(directory, { recursive: true });
  const named = (name: TableName) => {
    const table = tables.find(({ logicalId }) => logicalId.includes(name));
    if (table === undefined) throw new Error(`The stack has no table ${name}`);
    return table.definition.TableName;
  };
  return {
    Orders: named('Orders'),
    Inventory: named('Inventory'),
    Catalog: named('Catalog'),
    Movements: named('Movements'),
    PaymentLedger: named('PaymentLedger'),
  };
}
