import type { ReservationRequest } from '../../domain/inventory/reservation.ts';
import { Random } from '../../test/simulation/time/random.ts';
import { type BenchEngine, clientOf, startBenchEngine } from '../engine.ts';
import { byTransaction } from '../hot/by-transaction.ts';
import { newRequest, stockUp } from '../hot/orders.ts';
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
  const client = clientOf(engine.bare);
  const table = { client, inventoryTable: engine.inventoryTable };
  const skus = Array.from({ length: SKUS }, (_, index) => `catalogue-${index}`);
  for (const sku of skus) await stockUp(table, sku);
  client.destroy();
  const random = new Random(seed);
  const orders = seconds * ORDERS_PER_SECOND_ASKED;
  const batches = () => batchesOf(Array.from({ length: orders }, () => newRequest(random.pick(skus))));
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

function batchesOf(requests: readonly ReservationRequest[]): ReservationRequest[][] {
  const count = Math.ceil(requests.length / BATCH_SIZE);
  return Array.from({ length: count }, (_, index) => requests.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE));
}

function ourSide(engine: BenchEngine, batches: () => ReservationRequest[][]): Side<Measured> {
  return {
    name: OURS,
    measure: async () => {
      const client = clientOf(engine.bare);
      const reserve = byTransaction({ client, inventoryTable: engine.inventoryTable });
      const measured = await timed(batches(), async (batch) => {
        const { held } = await reserve(batch);
        if (held !== batch.length) throw new Error(`Of ${batch.length} orders that fit, ${held} were reserved`);
      });
      client.destroy();
      return measured;
    },
  };
}

function bareSide(engine: BenchEngine, batches: () => ReservationRequest[][]): Side<Measured> {
  return {
    name: BARE,
    measure: async () => {
      const recorded = await Promise.all(batches().map((batch) => recordedWrites(engine.inventoryTable, batch)));
      const client = clientOf(engine.bare);
      const measured = await timed(recorded, (writes) => sendBare(client, writes));
      client.destroy();
      return measured;
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
