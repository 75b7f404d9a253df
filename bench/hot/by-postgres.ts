import postgres from 'postgres';
import type { Reserve } from './drive.ts';

/** A hot SKU in PostgreSQL. */
export type PostgresShop = AsyncDisposable & {
  readonly reserve: Reserve;
  readonly reserved: () => Promise<number>;
};

const UNITS = 1_000_000_000;

/**
 * One statement per order: `UPDATE … WHERE available >= n`, and the insert of the reservation if it took the units. An
 * order that comes twice breaks the key of the reservations, which undoes the statement as a whole.
 *
 * @param url as in `BENCH_POSTGRES_URL`; tables are made in a schema of the bench's own, and dropped at the end
 */
export async function openPostgres(url: string, sku: string, connections: number): Promise<PostgresShop> {
  const sql = postgres(url, { max: connections, onnotice: () => undefined });
  const schema = `holdfast_bench_${process.pid}`;
  await sql`CREATE SCHEMA ${sql(schema)}`;
  const stock = sql(`${schema}.stock`);
  const reservation = sql(`${schema}.reservation`);
  await sql`CREATE TABLE ${stock} (
    sku text PRIMARY KEY, available bigint NOT NULL, reserved bigint NOT NULL, CHECK (available >= 0)
  ) WITH (fillfactor = 50)`;
  await sql`CREATE TABLE ${reservation} (
    order_id text PRIMARY KEY, sku text NOT NULL, quantity bigint NOT NULL, status text NOT NULL,
    decided_at text NOT NULL, correlation_id text NOT NULL, causation_id text NOT NULL
  )`;
  await sql`INSERT INTO ${stock} VALUES (${sku}, ${UNITS}, 0)`;
  const reserve: Reserve = async (orders) => {
    const inserted = await Promise.all(
      orders.map(
        ({ orderId, correlationId, eventId }) => sql`
          WITH taken AS (
            UPDATE ${stock} SET available = available - 1, reserved = reserved + 1
            WHERE sku = ${sku} AND available >= 1
            RETURNING sku
          )
          INSERT INTO ${reservation}
          SELECT ${orderId}, sku, 1, 'Held', ${new Date().toISOString()}, ${correlationId}, ${eventId} FROM taken`,
      ),
    );
    return { held: inserted.reduce((sum, { count }) => sum + count, 0), undecided: [] };
  };
  return {
    reserve,
    reserved: async () => Number((await sql`SELECT reserved FROM ${stock} WHERE sku = ${sku}`)[0]?.reserved),
    [Symbol.asyncDispose]: async () => {
      await sql`DROP SCHEMA ${sql(schema)} CASCADE`;
      await sql.end();
    },
  };
}
