import { Random } from '../../test/simulation/time/random.ts';
import { inTurns, medianOf, medianRatio, type Rounds } from '../measure/rounds.ts';
import { median, quantile } from '../measure/statistics.ts';
import type { Part } from '../part.ts';
import { type PartReport, percent, round } from '../report/report.ts';
import { type BenchShop, openBenchShop } from '../shop/bench-shop.ts';
import { type Bought, buyFor } from '../shop/buyers.ts';

const EVERYDAY_BUYERS = 4;
const EVERYDAY_SKUS = 100;
const UNITS = 1_000_000;
const STORM_BUYERS = 300;
const STORM_UNITS = 20;
const QUIET = 'quiet';
const STORM = 'storm';

type Storm = {
  /** How often an order was answered 503, and sent again. */
  readonly repeats: number;
  readonly answeredSeconds: number;
  readonly captured: number;
  readonly refused: number;
};
type Measured = Bought & { readonly storm?: Storm };

/** Many buyers who want the same few units at the same second, and what the buyers of other items notice of it. */
export const storm: Part = async ({ rounds: count, seconds, seed }, tell) => {
  await using open = await openBenchShop();
  const skus = await Promise.all(Array.from({ length: EVERYDAY_SKUS }, () => open.shop.newItem({ units: UNITS })));
  const buyers = await Promise.all(Array.from({ length: STORM_BUYERS }, () => open.shop.newBuyer()));
  const tokens = buyers.map(({ token }) => token);
  const random = new Random(seed);
  const everyday = () => buyFor(open, tokens.slice(0, EVERYDAY_BUYERS), seconds, () => random.pick(skus));
  tell('warming up');
  await everyday();
  const rounds = await inTurns<Measured>(
    count,
    [
      { name: QUIET, measure: everyday },
      {
        name: STORM,
        measure: async () => {
          const sku = await open.shop.newItem({ units: STORM_UNITS });
          const [bought, rush] = await Promise.all([everyday(), stormOf(open, tokens, sku)]);
          return { ...bought, storm: rush };
        },
      },
    ],
    tell,
  );
  return report(rounds, seconds);
};

/** @throws when anything but all of the units is sold, or anything is left over */
async function stormOf({ shop, requests, watch }: BenchShop, tokens: readonly string[], sku: string): Promise<Storm> {
  const begin = Date.now();
  const repeats = requests.repeats;
  const ends = await Promise.all(
    tokens.map(async (token) => {
      const { how, at } = await watch.end(await requests.placeOrder(token, sku));
      return { how, seconds: (at - begin) / 1000 };
    }),
  );
  const captured = ends.filter(({ how }) => how === 'captured').length;
  const { available, reserved, sold } = await shop.stock(sku);
  if (captured !== STORM_UNITS || sold !== STORM_UNITS || available !== 0 || reserved !== 0) {
    throw new Error(
      `Of ${STORM_UNITS} units ${captured} were paid; available ${available}, reserved ${reserved}, sold ${sold}`,
    );
  }
  return {
    repeats: requests.repeats - repeats,
    answeredSeconds: Math.max(...ends.map((end) => end.seconds)),
    captured,
    refused: quantile(
      ends.filter(({ how }) => how === 'cancelled').map((end) => end.seconds),
      0.5,
    ),
  };
}

function report(rounds: Rounds<Measured>, seconds: number): PartReport {
  const storms = (rounds.get(STORM) ?? []).flatMap((it) => it.storm ?? []);
  return {
    part: 'storm',
    title: 'A sold-out storm, and what it does to other SKUs',
    method: [
      `${EVERYDAY_BUYERS} buyers keep buying ${EVERYDAY_SKUS} other SKUs for ${seconds} s and longer, alone and while ${STORM_BUYERS} buyers at once want ${STORM_UNITS} units of one SKU.`,
      `In each storm exactly ${STORM_UNITS} were paid, all others were refused, and nothing was left over: else the bench ends.`,
    ],
    tables: [
      {
        caption: 'Orders of other SKUs, medians of the rounds',
        headings: ['meanwhile', 'orders/s', 'p50 ms', 'p99 ms', 'p50, times quiet', 'CPU of others'],
        rows: [QUIET, STORM].map((name) => [
          name,
          round(medianOf(rounds, name, (it) => it.ordersPerSecond)),
          Math.round(medianOf(rounds, name, (it) => it.p50Milliseconds)),
          Math.round(medianOf(rounds, name, (it) => it.p99Milliseconds)),
          round(medianRatio(rounds, name, QUIET, (it) => it.p50Milliseconds)),
          percent(medianOf(rounds, name, ({ processors }) => processors.others)),
        ]),
      },
      {
        caption: 'The storm itself, medians of the rounds',
        headings: [
          'buyers',
          'units',
          'paid',
          'half of the refused told after s',
          'all told after s',
          'sent again after 503',
        ],
        rows: [
          [
            STORM_BUYERS,
            STORM_UNITS,
            median(storms.map(({ captured }) => captured)),
            round(median(storms.map(({ refused }) => refused))),
            round(median(storms.map(({ answeredSeconds }) => answeredSeconds))),
            median(storms.map(({ repeats }) => repeats)),
          ],
        ],
      },
    ],
    claims: [
      {
        claim: 'Sold-out storm: units paid, of those that there were',
        measured: `${median(storms.map(({ captured }) => captured))} of ${STORM_UNITS}`,
        target: 'all, and not one more',
        holds: storms.every(({ captured }) => captured === STORM_UNITS),
      },
    ],
    pictures: [],
    figures: { rounds: Object.fromEntries(rounds) },
  };
}
