import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { dynamodb, EngineClient } from '../../local/engine/engine-client.ts';
import { engineCommand } from '../../local/engine/engine-command.ts';
import { EngineProcess } from '../../local/engine/engine-process.ts';
import type { TableDefinition } from '../../local/engine/table-definition.ts';
import type { LocalRun } from '../../test/support/local-run.ts';
import { checkRow, insertRow, rowsOf } from './engine-rows.ts';
import { type StoredItem, storedItems } from './stored.ts';

/** SKUs, each with its order, that are stored in one transaction. */
const CHUNK = 10_000;

/**
 * Puts so many SKUs and orders into the database of a local run that is stopped, as if they had come there long ago.
 * The first are written by the engine, and what it has stored for them is compared with what is written for the others.
 */
export async function store(
  run: LocalRun,
  tables: readonly TableDefinition[],
  count: number,
  onStored: (stored: number) => void,
): Promise<void> {
  await storeByEngine(run, tables, storedItems(0));
  const database = new DatabaseSync(join(run.dataDirectory, 'dynamodb.db'));
  try {
    for (const { table, item } of storedItems(0)) {
      for (const row of rowsOf(tableNamed(tables, table), item)) checkRow(database, row);
    }
    forgetStreamRecords(database);
    for (let first = 1; first < count; first += CHUNK) {
      const last = Math.min(first + CHUNK, count);
      storeChunk(database, tables, first, last);
      onStored(last);
    }
  } finally {
    database.close();
  }
}

async function storeByEngine(run: LocalRun, tables: readonly TableDefinition[], items: readonly StoredItem[]) {
  const directory = run.dataDirectory;
  const engine = await EngineProcess.start(engineCommand(directory), directory);
  const client = new EngineClient(engine.endpoint, await run.accessKeyId());
  try {
    for (const { table, item } of items) {
      await client.call(dynamodb('PutItem'), { TableName: tableNamed(tables, table).TableName, Item: item });
    }
  } finally {
    client.close();
    await engine.stop();
  }
}

function storeChunk(database: DatabaseSync, tables: readonly TableDefinition[], first: number, last: number): void {
  database.exec('BEGIN');
  for (let index = first; index < last; index++) {
    for (const { table, item } of storedItems(index)) {
      for (const row of rowsOf(tableNamed(tables, table), item)) insertRow(database, row);
    }
  }
  database.exec('COMMIT');
}

function tableNamed(tables: readonly TableDefinition[], name: string): TableDefinition {
  const table = tables.find(({ TableName }) => TableName.includes(name));
  if (table === undefined) throw new Error(`The stack has no table ${name}`);
  return table;
}

/** What is stored long ago is told to nobody. The engine numbers records by the highest that there is: that stays. */
function forgetStreamRecords(database: DatabaseSync): void {
  database.exec(`
    DELETE FROM _stream_records WHERE CAST(sequence_number AS INTEGER) < (
      SELECT MAX(CAST(latest.sequence_number AS INTEGER)) FROM _stream_records AS latest
      WHERE latest.table_name = _stream_records.table_name
    )
  `);
}
