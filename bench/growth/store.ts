import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as z from 'zod';
import { dynamodb, EngineClient } from '../../local/engine/engine-client.ts';
import { engineCommand } from '../../local/engine/engine-command.ts';
import { EngineProcess } from '../../local/engine/engine-process.ts';
import type { LocalRun } from '../../test/support/local-run.ts';
import { storedItems } from './stored.ts';

/** BatchWriteItem takes at most 25 items. */
const ITEMS_PER_REQUEST = 25;
const REQUESTS_AT_ONCE = 8;
/** Of SKUs and their orders; after each chunk, what the streams would tell of it is forgotten. */
const CHUNK = 5_000;
const BUSY_MILLISECONDS = 10_000;

const tables = z.object({ TableNames: z.array(z.string()) });
const unwritten = z.object({ UnprocessedItems: z.record(z.string(), z.unknown()).optional() });

/**
 * Puts so many SKUs and orders into the database of a local run that is stopped, as if they had come there long ago:
 * the streams tell of none of them.
 */
export async function store(run: LocalRun, count: number, onStored: (stored: number) => void): Promise<void> {
  const directory = run.dataDirectory;
  const engine = await EngineProcess.start(engineCommand(directory), directory);
  const client = new EngineClient(engine.endpoint, await run.accessKeyId());
  try {
    const { TableNames } = tables.parse(await client.call(dynamodb('ListTables'), {}));
    for (let first = 0; first < count; first += CHUNK) {
      const last = Math.min(first + CHUNK, count);
      await storeChunk(client, TableNames, first, last);
      forgetStreamRecords(join(directory, 'dynamodb.db'));
      onStored(last);
    }
  } finally {
    client.close();
    await engine.stop();
  }
}

async function storeChunk(client: EngineClient, tableNames: readonly string[], first: number, last: number) {
  const items = Array.from({ length: last - first }, (_, index) => storedItems(first + index)).flat();
  const requests = Array.from({ length: Math.ceil(items.length / ITEMS_PER_REQUEST) }, (_, index) =>
    items.slice(index * ITEMS_PER_REQUEST, (index + 1) * ITEMS_PER_REQUEST),
  );
  const write = async () => {
    for (let request = requests.shift(); request !== undefined; request = requests.shift()) {
      const byTable = Map.groupBy(request, ({ table }) => tableNames.find((name) => name.includes(table)) ?? table);
      const puts = [...byTable].map(([name, list]) => [name, list.map(({ item }) => ({ PutRequest: { Item: item } }))]);
      const answer = await client.call(dynamodb('BatchWriteItem'), { RequestItems: Object.fromEntries(puts) });
      const left = Object.keys(unwritten.parse(answer).UnprocessedItems ?? {});
      if (left.length > 0) throw new Error(`The engine left items of ${left} unwritten`);
    }
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, write));
}

/** The embedded engine numbers records by the highest that there is: the latest of each table stays. */
function forgetStreamRecords(databaseFile: string): void {
  const database = new DatabaseSync(databaseFile);
  try {
    database.exec(`PRAGMA busy_timeout = ${BUSY_MILLISECONDS}`);
    database.exec(`
      DELETE FROM _stream_records WHERE CAST(sequence_number AS INTEGER) < (
        SELECT MAX(CAST(latest.sequence_number AS INTEGER)) FROM _stream_records AS latest
        WHERE latest.table_name = _stream_records.table_name
      )
    `);
  } finally {
    database.close();
  }
}
