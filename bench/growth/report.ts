import { medianOf, medianRatio, type Rounds } from '../measure/rounds.ts';
import { chart } from '../report/chart.ts';
import { type Claim, type PartReport, percent, type ReportTable, round } from '../report/report.ts';
import type { GrowthMeasured, ListName } from './growth.ts';
import type { OrderUnits } from './usage.ts';

export type GrowthFindings = {
  readonly rounds: Rounds<GrowthMeasured>;
  /** Of one order, by the size of the shop. */
  readonly units: ReadonlyMap<number, OrderUnits>;
  readonly sizes: readonly number[];
  readonly seconds: number;
};

/** What a figure may grow by from the smallest shop to the largest: what is measured twice differs as much. */
const FLAT_RATIO = 1.25;
/** A page of the orders of all looks for its 10 orders in each of 8 shards, which hold that many only where more is stored. */
const SHARDED_RATIO = 2;
const listNames: readonly ListName[] = ['orders of a buyer', 'orders of all', 'catalogue'];

export function growthReport(findings: GrowthFindings): PartReport {
  const { rounds, units, sizes, seconds } = findings;
  const p50 = ({ p50Milliseconds }: GrowthMeasured) => p50Milliseconds;
  return {
    part: 'growth',
    title: 'Growth: SKUs and orders already stored',
    method: [
      `A shop for each size, with so many SKUs, paid orders and reservations in its tables before it starts. The shops are measured in turns: one buyer, one order after the other, for ${seconds} s, and 20 pages of 10 of each list.`,
      'A page of the orders of all is merged from 8 shards of the index, which hold 10 orders each only where more than some hundred are stored: it may take twice as long as in the smallest shop, and no longer.',
      units.size > 0
        ? 'The units of one order are those that the local run counts for it, driven alone.'
        : 'Units were not counted.',
    ],
    tables: [latencyTable(rounds), ...(units.size > 0 ? [unitsTable(units)] : [])],
    claims: [
      ...(units.size > 0 ? [unitsClaim(units)] : []),
      flatClaim(rounds, sizes, 'an order, p50 from POST to captured', p50),
      ...listNames.map((list) =>
        flatClaim(
          rounds,
          sizes,
          `a page of ${list}`,
          (it) => it.pageMilliseconds[list],
          list === 'orders of all' ? SHARDED_RATIO : FLAT_RATIO,
        ),
      ),
    ],
    pictures: [
      {
        name: 'growth',
        title: 'Latency by what is already stored',
        svg: chart('Latency by what is already stored', 'SKUs and orders already stored', sizes.map(grouped), [
          { caption: 'milliseconds from POST to captured', series: [series(rounds, 'p50', p50)] },
          {
            caption: 'milliseconds for a page',
            series: listNames.map((list) => series(rounds, list, (it) => it.pageMilliseconds[list])),
          },
        ]),
      },
    ],
    figures: { ...findings, rounds: Object.fromEntries(rounds), units: Object.fromEntries(units) },
  };
}

const grouped = (value: number) => value.toLocaleString('en-US').replaceAll(',', ' ');

function series(rounds: Rounds<GrowthMeasured>, name: string, figure: (it: GrowthMeasured) => number) {
  return { name, values: [...rounds.keys()].map((side) => medianOf(rounds, side, figure)) };
}

function latencyTable(rounds: Rounds<GrowthMeasured>): ReportTable {
  return {
    caption: 'Latency in ms, medians of the rounds',
    headings: ['stored', 'order p50', 'order p99', ...listNames, 'CPU of others'],
    rows: [...rounds.keys()].map((side) => [
      Number(side),
      Math.round(medianOf(rounds, side, (it) => it.p50Milliseconds)),
      Math.round(medianOf(rounds, side, (it) => it.p99Milliseconds)),
      ...listNames.map((list) => round(medianOf(rounds, side, (it) => it.pageMilliseconds[list]))),
      percent(medianOf(rounds, side, ({ processors }) => processors.others)),
    ]),
  };
}

function unitsTable(units: ReadonlyMap<number, OrderUnits>): ReportTable {
  return {
    caption: 'Billed units of one order',
    headings: ['stored', 'write units', 'read units', 'events', 'transitions'],
    rows: [...units].map(([size, it]) => [size, it.writeUnits, it.readUnits, it.events, it.transitions]),
  };
}

function unitsClaim(units: ReadonlyMap<number, OrderUnits>): Claim {
  const texts = [...units.values()].map(
    (it) => `${it.writeUnits} / ${it.readUnits} / ${it.events} / ${it.transitions}`,
  );
  return {
    claim: 'Growth: write units / read units / events / transitions of one order',
    measured: [...new Set(texts)].join(' against '),
    target: 'the same at every size',
    holds: new Set(texts).size === 1,
  };
}

function flatClaim(
  rounds: Rounds<GrowthMeasured>,
  sizes: readonly number[],
  what: string,
  figure: (it: GrowthMeasured) => number,
  atMost: number = FLAT_RATIO,
): Claim {
  const ratio = medianRatio(rounds, String(sizes.at(-1)), String(sizes[0]), figure);
  return {
    claim: `Growth: ${what}, ${grouped(sizes.at(-1) ?? 0)} stored against ${grouped(sizes[0] ?? 0)}`,
    measured: `${round(ratio)} ×`,
    target: `at most ${atMost} ×`,
    holds: ratio <= atMost,
  };
}
