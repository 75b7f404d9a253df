import { medianOf, medianRatio, type Rounds } from '../measure/rounds.ts';
import { bars } from '../report/bars.ts';
import { type Claim, type PartReport, percent, ratioClaim, round } from '../report/report.ts';
import type { Driven } from './drive.ts';
import { ourWays, transactionWays } from './ways.ts';

export type HotConditions = {
  readonly workers: number;
  readonly seconds: number;
  readonly conflicts: number;
  readonly throttles: number;
};

const targets = { shim: 30, bare: 1.8 } as const;

export function hotReport(rounds: Rounds<Driven>, conditions: HotConditions): PartReport {
  const { workers, seconds, conflicts, throttles } = conditions;
  const rate = ({ ordersPerSecond }: Driven) => ordersPerSecond;
  const rates = [...rounds.keys()].map((name) => ({ name, value: medianOf(rounds, name, rate) }));
  return {
    part: 'hot',
    title: 'Reserving on one hot SKU',
    method: [
      `${workers} workers take batches from a queue that never runs dry, for ${seconds} s a side and round; each has a client of its own.`,
      'The shim stands before the same engine: it locks items while they are in a transaction, takes 2 to 8 ms a call, and gives each item 1 000 write units a second.',
      `In all it refused ${conflicts} calls for a collision and ${throttles} for want of write units.`,
      'The processes of PostgreSQL, where it takes part, count among the others.',
      'At the end of each measurement the item has exactly as many units reserved as orders were told so.',
    ],
    tables: [
      {
        caption: 'Orders decided, medians of the rounds',
        headings: ['side', 'orders/s', 'p50 ms', 'p99 ms', 'went back', 'times one each', 'CPU of others'],
        rows: [...rounds.keys()].map((name) => [
          name,
          Math.round(medianOf(rounds, name, rate)),
          round(medianOf(rounds, name, (it) => it.p50Milliseconds)),
          round(medianOf(rounds, name, (it) => it.p99Milliseconds)),
          Math.round(medianOf(rounds, name, (it) => it.returned)),
          round(againstBest(rounds, name)),
          percent(medianOf(rounds, name, (it) => it.processors.others)),
        ]),
      },
    ],
    claims: claims(rounds),
    pictures: [
      {
        name: 'hot',
        title: 'Orders reserved a second on one hot SKU',
        svg: bars('Orders reserved a second on one hot SKU', rates),
      },
    ],
    figures: { conditions, rounds: Object.fromEntries(rounds) },
  };
}

/** The median ratio to the better of the transactions per order in the same place; PostgreSQL stands with the bare. */
function againstBest(rounds: Rounds<Driven>, name: string): number {
  const place = name.startsWith('shim') ? 'shim' : 'bare';
  const ratios = transactionWays.map((way) =>
    medianRatio(rounds, name, `${place}: ${way.name}`, ({ ordersPerSecond }) => ordersPerSecond),
  );
  return Math.min(...ratios);
}

/** The best of ours counts: how large its batches are is a setting. */
function claims(rounds: Rounds<Driven>): Claim[] {
  if (ourWays.length === 0) return [];
  return (['shim', 'bare'] as const).map((place) => {
    const ratios = ourWays.map(({ name }) => againstBest(rounds, `${place}: ${name}`));
    const where = place === 'shim' ? 'behind the shim' : 'bare';
    return ratioClaim(`Hot SKU, ${where}: ours against one transaction per order`, Math.max(...ratios), targets[place]);
  });
}
