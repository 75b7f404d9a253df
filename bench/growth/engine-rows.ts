import { createHash } from 'node:crypto';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../../adapters/dynamodb/codec.ts';
import type { TableDefinition } from '../../local/engine/table-definition.ts';

/** A row of a table of the embedded engine's database, by the names of its columns. */
export type EngineRow = { readonly into: string; readonly columns: Readonly<Record<string, SQLInputValue>> };

/**
 * The rows that the embedded engine, version 1.2.1, stores for an item: one in the table's own, and one in that of each
 * index whose attributes the item has. Its API would take hours for a million items.
 */
export function rowsOf(table: TableDefinition, item: Item): EngineRow[] {
  const [pk, sk] = keyOf(table.KeySchema, item);
  if (pk === undefined) throw new Error(`An item for ${table.TableName} has no key`);
  const item_json = JSON.stringify(item);
  const own = { pk, sk: sk ?? '', item_json, item_size: item_json.length, cached_at: null, hash_prefix: spread(pk) };
  const indexes = (table.GlobalSecondaryIndexes ?? []).flatMap(({ IndexName, KeySchema }) => {
    const [gsi_pk, gsi_sk] = keyOf(KeySchema, item);
    if (gsi_pk === undefined || gsi_sk === undefined) return [];
    const names = new Set([...table.KeySchema, ...KeySchema].map(({ AttributeName }) => AttributeName));
    const projected = Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
    const columns = { gsi_pk, gsi_sk, table_pk: pk, table_sk: sk ?? '', item_json: JSON.stringify(projected) };
    return [{ into: `${table.TableName}::gsi::${IndexName}`, columns }];
  });
  return [{ into: table.TableName, columns: own }, ...indexes];
}

/** The values of the key's attributes; all keys of the stack are strings. */
function keyOf(schema: TableDefinition['KeySchema'], item: Item): (string | undefined)[] {
  const ordered = schema.toSorted((left, right) => left.KeyType.localeCompare(right.KeyType));
  return ordered.map(({ AttributeName }) => {
    const text = item[AttributeName]?.S;
    return text === undefined ? undefined : `S:${text}`;
  });
}

/** By this a scan is ordered and divided; the engine has a hash of its own for it, and any will do. */
function spread(pk: string): string {
  return createHash('md5').update(pk).digest('hex').slice(0, 6);
}

export function insertRow(database: DatabaseSync, { into, columns }: EngineRow): void {
  const names = Object.keys(columns);
  const places = names.map(() => '?').join(', ');
  statementOf(database, `INSERT INTO "${into}" (${names.join(', ')}) VALUES (${places})`).run(
    ...Object.values(columns),
  );
}

const statements = new WeakMap<DatabaseSync, Map<string, ReturnType<DatabaseSync['prepare']>>>();

function statementOf(database: DatabaseSync, sql: string) {
  const known = statements.get(database) ?? new Map();
  statements.set(database, known);
  const statement = known.get(sql) ?? database.prepare(sql);
  known.set(sql, statement);
  return statement;
}

/**
 * Holds a row against what the engine itself has stored for the same item.
 * @throws when they differ: then this version of the engine stores otherwise, and nothing may be written
 */
export function checkRow(database: DatabaseSync, { into, columns }: EngineRow): void {
  const { item_json, item_size: _, hash_prefix: __, ...compared } = columns;
  const where = Object.keys(compared).map((name) => `${name} IS ?`);
  const sql = `SELECT item_json FROM "${into}" WHERE ${where.join(' AND ')}`;
  const stored = statementOf(database, sql).get(...Object.values(compared));
  if (stored !== undefined && isDeepStrictEqual(JSON.parse(String(stored.item_json)), JSON.parse(String(item_json))))
    return;
  throw new Error(`The engine stores items of ${into} otherwise than this bench would: ${JSON.stringify(stored)}`);
}
