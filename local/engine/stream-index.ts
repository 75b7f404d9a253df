import { DatabaseSync } from 'node:sqlite';

const BUSY_MILLISECONDS = 5_000;

/**
 * Adds indexes to the database of the embedded engine. It numbers each record of a stream, and finds those to read,
 * by a look at all records that the stream has ever had: without an index, every write is slower than the one before.
 *
 * Called before the engine is used; a database that has no such records, of another version, is left as it is.
 */
export function indexStreamRecords(databaseFile: string): void {
  const database = new DatabaseSync(databaseFile);
  try {
    database.exec(`PRAGMA busy_timeout = ${BUSY_MILLISECONDS}`);
    if (!hasStreamRecords(database)) return;
    database.exec(`
      CREATE INDEX IF NOT EXISTS _stream_records_by_table
        ON _stream_records (table_name, CAST(sequence_number AS INTEGER));
      CREATE INDEX IF NOT EXISTS _stream_records_by_shard
        ON _stream_records (table_name, shard_id, CAST(sequence_number AS INTEGER));
    `);
  } finally {
    database.close();
  }
}

function hasStreamRecords(database: DatabaseSync): boolean {
  const columns = database.prepare(`SELECT name FROM pragma_table_info('_stream_records')`).all();
  return columns.some(({ name }) => name === 'sequence_number') && columns.some(({ name }) => name === 'shard_id');
}
