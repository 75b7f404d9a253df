import type { Results } from '../../../test/scale/results.ts';
import type { Report } from '../../../test/scale/scenario.ts';
import { type Chart, lineChart, type Series, seriesColours } from '../chart.ts';
import type { Point } from '../svg.ts';

/** The ways to reserve on one SKU that the pictures compare, by the beginning of their scenarios' names. */
const ways = [
  ['hot transaction deployed', 'a transaction per order, 10 × 10'],
  ['hot escrow deployed', 'escrow, 10 × 10'],
  ['hot escrow hundreds', 'escrow, 50 × 100'],
  ['hot escrow fiveHundreds', 'escrow, 100 × 500'],
] as const;

const offered = { xName: 'orders offered a second', x: [100, 100_000] } as const;

function lines(results: Results, figureOf: (report: Report) => number): Series[] {
  return ways.map(([group, name], index) => ({
    name,
    colour: seriesColours[index] ?? seriesColours[0],
    points: pointsOf(results, group, figureOf),
  }));
}

function pointsOf(results: Results, group: string, figureOf: (report: Report) => number): Point[] {
  return [...results].flatMap(([name, report]) => {
    const x = Number(name.slice(group.length));
    return name.startsWith(`${group} `) && x > 0 ? [{ x, y: figureOf(report) }] : [];
  });
}

/** Orders answered over orders offered, on one SKU. */
export function throughputPicture(results: Results): string {
  const all = { name: 'all of them', colour: '#7d8590', isDashed: true };
  const ideal: Series = { ...all, points: [offered.x[0], offered.x[1]].map((rate) => ({ x: rate, y: rate })) };
  const chart: Chart = {
    ...offered,
    title: 'Orders answered a second on one SKU, by orders offered',
    yName: 'orders answered a second, on one SKU',
    y: [10, 100_000],
    series: [...lines(results, ({ perSecond }) => perSecond), ideal],
  };
  return lineChart(chart);
}

/** How long 99 of 100 orders wait at most, over orders offered, on one SKU. */
export function latencyPicture(results: Results): string {
  return lineChart({
    ...offered,
    title: 'From visible in the queue to its reservation: 99 of 100 orders wait no longer',
    yName: 'milliseconds from visible in the queue to the reservation (p99)',
    y: [10, 100_000],
    series: lines(results, ({ p99 }) => p99),
  });
}
