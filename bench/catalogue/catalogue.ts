import type { AdmittedOrder } from '../../domain/inventory/hot.ts';
import { Random } from '../../test/simulation/time/random.ts';
import { type BenchEngine, openWorker, startBenchEngine } from '../engine.ts';
import { asDeployed } from '../hot/as-deployed.ts';
import { newOrder, stockUp } from '../hot/orders.ts';
import { inTurns, medianOf, medianRatio, type Side } from '../measure/rounds.ts';
import type { Part } from '../part.ts';
import { percent, ratioClaim, round } from '../report/report.ts';
import { recordedWrites, sendBare } from './recorded-writes.ts';

const SKUS = 1000;
const BATCH_SIZE = 10;
const ORDERS_PER_SECOND_ASKED = 250;
const OURS = 'ours';
const BARE = 'the same writes, bare';

type Measured = { readonly ordersPerSecond: number };

/** Reserving over a catalogue, where nothing is hot: what our own work adds to the writes that it consists of. */
export const catalogue: Part = async ({ rounds: count, seconds, seed }, tell) => {
  await using engine = await startBenchEngine();
  using keeper = openWorker(engine.bare, engine.inventoryTable);
  const skus = Array.from({ length: SKUS }, (_, index) => `catalogue-${index}`);
  for (const sku of skus) await stockUp(keeper, sku);
  const random = new Random(seed);
  const orders = seconds * ORDERS_PER_SECOND_ASKED;
  const batches = () => batchesOf(Array.from({ length: orders }, () => newOrder(random.pick(skus))));
  const sides = [ourSide(engine, batches), bareSide(engine, batches)];
  const rounds = await inTurns(count, sides, tell);
  const rate = ({ ordersPerSecond }: Measured) => ordersPerSecond;
  const ratio = medianRatio(rounds, OURS, BARE, rate);
  return {
    part: 'catalogue',
    title: `Reserving over ${SKUS} SKUs`,
    method: [
      `${orders} orders of one unit, of random SKUs, in batches of ${BATCH_SIZE}, one batch after the other: so that nothing but our own work can make the difference.`,
      'The other side sends the very transactions that ours would have sent, recorded before the clock starts.',
    ],
    tables: [
      {
        caption: 'Orders reserved, medians of the rounds',
        headings: ['side', 'orders/s', 'ratio', 'CPU of others'],
        rows: [OURS, BARE].map((name) => [
          name,
          Math.round(medianOf(rounds, name, rate)),
          round(medianRatio(rounds, name, BARE, rate)),
          percent(medianOf(rounds, name, ({ processors }) => processors.others)),
        ]),
      },
    ],
    claims: [ratioClaim(`${SKUS} SKUs: ours against the same writes sent bare`, ratio, 0.8)],
    pictures: [],
    figures: { orders, rounds: Object.fromEntries(rounds) },
  };
};

function batchesOf(orders: readonly AdmittedOrder[]): AdmittedOrder[][] {
  const count = Math.ceil(orders.length / BATCH_SIZE);
  return Array.from({ length: count }, (_, index) => orders.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE));
}

function ourSide(engine: BenchEngine, batches: () => AdmittedOrder[][]): Side<Measured> {
  return {
    name: OURS,
    measure: async () => {
      using worker = openWorker(engine.bare, engine.inventoryTable);
      const reserve = asDeployed(worker);
      return timed(batches(), async (batch) => {
        const { held } = await reserve(batch);
        if (held !== batch.length) throw new Error(`Of ${batch.length} orders that fit, ${held} were reserved`);
      });
    },
  };
}

function bareSide(engine: BenchEngine, batches: () => AdmittedOrder[][]): Side<Measured> {
  return {
    name: BARE,
    measure: async () => {
      const recorded = await Promise.all(batches().map((batch) => recordedWrites(engine.inventoryTable, batch)));
      using worker = openWorker(engine.bare, engine.inventoryTable);
      return timed(recorded, (writes) => sendBare(worker.client, writes));
    },
  };
}

async function timed<Batch extends readonly unknown[]>(
  batches: readonly Batch[],
  act: (batch: Batch) => Promise<void>,
): Promise<Measured> {
  const begin = performance.now();
  for (const batch of batches) await act(batch);
  const seconds = (performance.now() - begin) / 1000;
  return { ordersPerSecond: batches.reduce((sum, { length }) => sum + length, 0) / seconds };
}
