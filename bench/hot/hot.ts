import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type BenchEngine, openWorker, startBenchEngine } from '../engine.ts';
import { inTurns, type Side } from '../measure/rounds.ts';
import type { BenchOptions } from '../options.ts';
import type { Part } from '../part.ts';
import { Shim } from '../shim/shim.ts';
import { openPostgres } from './by-postgres.ts';
import { type Driven, drive, type Load, type Reserve } from './drive.ts';
import { checkReserved, newOrder, stockUp } from './orders.ts';
import { hotReport } from './report.ts';
import { ourWays, transactionWays, type Way } from './ways.ts';

const WORKERS = 10;
const LATENCY_MILLISECONDS = [2, 8] as const;
const WRITE_UNITS_PER_SECOND = 1000;

/** Reserving on one hot SKU: ours against one transaction per order, bare, behind the shim, and against PostgreSQL. */
export const hot: Part = async (options, tell) => {
  await using engine = await startBenchEngine();
  const shim = new Shim({
    seed: options.seed,
    latencyMilliseconds: LATENCY_MILLISECONDS,
    writeUnitsPerSecond: WRITE_UNITS_PER_SECOND,
    now: () => performance.now(),
    wait,
  });
  const shimmed = await engine.behind(shim);
  const ways = [...transactionWays, ...ourWays];
  const bare = ways.map((way) => dynamodbSide(engine, engine.bare, 'bare', way, options));
  const behind = ways.map((way) => dynamodbSide(engine, shimmed, 'shim', way, options));
  await using others = await postgresSides(options);
  const rounds = await inTurns(options.rounds, [...behind, ...bare, ...others.sides], tell);
  return hotReport(rounds, { workers: WORKERS, seconds: options.seconds, ...shim.refusals });
};

/** Each measurement has an item of its own: none inherits what the one before has left. */
function dynamodbSide(
  engine: BenchEngine,
  endpoint: string,
  place: string,
  way: Way,
  { seconds }: BenchOptions,
): Side<Driven> {
  const load: Load = { workers: WORKERS, batchSize: way.batchSize, seconds };
  return {
    name: `${place}: ${way.name}`,
    measure: async () => {
      using workers = new DisposableStack();
      const opened = Array.from({ length: WORKERS }, () => workers.use(openWorker(endpoint, engine.inventoryTable)));
      const sku = `hot-${randomUUID()}`;
      using keeper = openWorker(engine.bare, engine.inventoryTable);
      await stockUp(keeper, sku);
      await way.prepare(keeper, sku);
      const reserves = opened.map(way.open);
      const warm = await warmUp(reserves, sku);
      const driven = await drive(load, () => newOrder(sku), reserves);
      await checkReserved(keeper, sku, warm + driven.held);
      return driven;
    },
  };
}

/**
 * Lets each worker decide an order alone, one after the other: so that all have their connections, and have found out
 * whether the SKU is hot.
 * @returns how many units are reserved by that
 */
async function warmUp(workers: readonly Reserve[], sku: string): Promise<number> {
  let held = 0;
  for (const reserve of workers) held += (await reserve([newOrder(sku)])).held;
  return held;
}

async function postgresSides({ seconds }: BenchOptions): Promise<AsyncDisposable & { sides: Side<Driven>[] }> {
  const { BENCH_POSTGRES_URL } = process.env;
  if (BENCH_POSTGRES_URL === undefined) return { sides: [], [Symbol.asyncDispose]: async () => undefined };
  const shop = await openPostgres(BENCH_POSTGRES_URL, 'hot', WORKERS);
  let held = 0;
  const measure = async () => {
    const load: Load = { workers: WORKERS, batchSize: 10, seconds };
    const driven = await drive(
      load,
      () => newOrder('hot'),
      Array.from({ length: WORKERS }, () => shop.reserve),
    );
    held += driven.held;
    if ((await shop.reserved()) !== held) throw new Error(`PostgreSQL should have ${held} units reserved`);
    return driven;
  };
  return { sides: [{ name: 'PostgreSQL', measure }], [Symbol.asyncDispose]: () => shop[Symbol.asyncDispose]() };
}
