import { medianOf, type Rounds } from '../measure/rounds.ts';
import { chart } from '../report/chart.ts';
import { type Claim, type PartReport, percent, type ReportTable, round } from '../report/report.ts';
import type { PathMeasured } from './path.ts';
import type { ProcessTime } from './process-time.ts';

export type PathFindings = {
  readonly rounds: Rounds<PathMeasured>;
  readonly buyers: readonly number[];
  /** Of the main thread's time, by part. */
  readonly shares: ReadonlyMap<string, number>;
  readonly seconds: number;
};

/** At this number of buyers the targets are set. */
const TARGET_BUYERS = '32';

export function pathReport(findings: PathFindings): PartReport {
  const { rounds, buyers, shares, seconds } = findings;
  const parts = partTimes(rounds, shares);
  return {
    part: 'path',
    title: 'The whole path, from POST to captured',
    method: [
      `Buyers place an order of one unit of one of 100 SKUs through HTTP, and the next one once its payment is captured; ${seconds} s for each number of buyers and round.`,
      'The end of an order is the time of its event on the bus. The buyers run in another process on the same processors, and are a row of the second table.',
      'The time of the main thread is divided among its parts by a profile of its own, after the rounds.',
    ],
    tables: [speedTable(rounds), timeTable(parts)],
    claims: [...speedClaims(rounds), boundClaim(rounds, parts)],
    pictures: [
      {
        name: 'path',
        title: 'Throughput and latency of the whole path',
        svg: chart('Throughput and latency of the whole path', 'buyers', buyers.map(String), [
          { caption: 'orders captured a second', series: [series(rounds, 'orders/s', (it) => it.ordersPerSecond)] },
          {
            caption: 'milliseconds from POST to captured',
            series: [
              series(rounds, 'p50', (it) => it.p50Milliseconds),
              series(rounds, 'p99', (it) => it.p99Milliseconds),
            ],
          },
        ]),
      },
    ],
    figures: { ...findings, rounds: Object.fromEntries(rounds), shares: Object.fromEntries(shares) },
  };
}

function series(rounds: Rounds<PathMeasured>, name: string, figure: (it: PathMeasured) => number) {
  return { name, values: [...rounds.keys()].map((side) => medianOf(rounds, side, figure)) };
}

function speedTable(rounds: Rounds<PathMeasured>): ReportTable {
  return {
    caption: 'Orders captured, medians of the rounds',
    headings: ['buyers', 'orders/s', 'p50 ms', 'p99 ms', 'memory MB', 'CPU of the bench', 'CPU of others'],
    rows: [...rounds.keys()].map((side) => [
      Number(side),
      round(medianOf(rounds, side, (it) => it.ordersPerSecond)),
      Math.round(medianOf(rounds, side, (it) => it.p50Milliseconds)),
      Math.round(medianOf(rounds, side, (it) => it.p99Milliseconds)),
      Math.round(medianOf(rounds, side, (it) => it.memoryMegabytes)),
      percent(medianOf(rounds, side, ({ processors }) => processors.own)),
      percent(medianOf(rounds, side, ({ processors }) => processors.others)),
    ]),
  };
}

type PartTime = { readonly part: string; readonly milliseconds: number };

function partTimes(rounds: Rounds<PathMeasured>, shares: ReadonlyMap<string, number>): PartTime[] {
  const time = (part: keyof ProcessTime) => medianOf(rounds, TARGET_BUYERS, (it) => it.time[part]);
  const mainThread = time('mainThread');
  return [
    ...[...shares].map(([part, share]) => ({ part: `main thread: ${part}`, milliseconds: share * mainThread })),
    { part: 'handlers (worker threads)', milliseconds: time('handlers') },
    { part: 'V8: garbage collection and compilation', milliseconds: time('engineOfJavaScript') },
    { part: 'DynamoDB engine', milliseconds: time('database') },
    { part: 'buyers (the bench itself)', milliseconds: time('buyers') },
  ].sort((left, right) => right.milliseconds - left.milliseconds);
}

function timeTable(parts: readonly PartTime[]): ReportTable {
  const all = parts.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return {
    caption: `Processor time of an order at ${TARGET_BUYERS} buyers, by part`,
    headings: ['part', 'ms', 'share'],
    rows: [
      ...parts.map(({ part, milliseconds }) => [part, round(milliseconds), percent(milliseconds / all)]),
      ['all', round(all), percent(1)],
    ],
  };
}

function speedClaims(rounds: Rounds<PathMeasured>): Claim[] {
  const at = (figure: (it: PathMeasured) => number) => medianOf(rounds, TARGET_BUYERS, figure);
  const rate = at((it) => it.ordersPerSecond);
  const latency = at((it) => it.p99Milliseconds);
  const memory = Math.max(...[...rounds.values()].flat().map((it) => it.memoryMegabytes));
  const claim = `Whole path, ${TARGET_BUYERS} buyers`;
  return [
    {
      claim: `${claim}: orders captured a second`,
      measured: `${round(rate)}`,
      target: 'at least 100',
      holds: rate >= 100,
    },
    {
      claim: `${claim}: p99 from POST to captured`,
      measured: `${Math.round(latency)} ms`,
      target: 'under 2000 ms',
      holds: latency < 2000,
    },
    {
      claim: 'Whole path, any number of buyers: memory of the local run',
      measured: `${Math.round(memory)} MB`,
      target: 'under 700 MB',
      holds: memory < 700,
    },
  ];
}

/** A statement more than a target: what the local run would have to have more of to be faster. */
function boundClaim(rounds: Rounds<PathMeasured>, parts: readonly PartTime[]): Claim {
  const mainThread = medianOf(rounds, TARGET_BUYERS, (it) => (it.time.mainThread * it.ordersPerSecond) / 1000);
  const largest = parts[0]?.part ?? '';
  const others = medianOf(rounds, TARGET_BUYERS, ({ processors }) => processors.others);
  const bound =
    mainThread > 0.85
      ? `the main thread, ${percent(mainThread)} of one core`
      : `the processors${others > 0.1 ? `, of which others took ${percent(others)}` : ''}`;
  return {
    claim: 'Whole path: what binds',
    measured: `${bound}; most goes to ${largest}`,
    target: 'named',
    holds: true,
  };
}
