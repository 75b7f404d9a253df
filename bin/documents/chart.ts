import { label, type Point, picture } from './svg.ts';

/** A line of a chart: its points by x, and how it is drawn. */
export type Series = {
  readonly name: string;
  readonly colour: string;
  readonly isDashed?: boolean;
  readonly points: readonly Point[];
};

/** Both axes grow by factors of ten, between powers of ten. */
export type Chart = {
  readonly title: string;
  readonly xName: string;
  readonly yName: string;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly series: readonly Series[];
};

export const seriesColours = ['#cf222e', '#9a6700', '#1f6feb', '#1a7f37', '#8250df'] as const;

const plot = { left: 70, top: 40, width: 520, height: 300 };
const legend = { left: 620, top: 60, step: 24 };
const gridColour = '#7d8590';

/** Lines over two logarithmic axes, with a legend at the side. */
export function lineChart(chart: Chart): string {
  const place = ({ x, y }: Point): Point => ({
    x: Math.round(plot.left + share(x, chart.x) * plot.width),
    y: Math.round(plot.top + (1 - share(y, chart.y)) * plot.height),
  });
  const bottom = plot.top + plot.height;
  return picture(860, 400, chart.title, [
    label({ x: plot.left, y: 22 }, chart.yName, 'start'),
    label({ x: plot.left + plot.width / 2, y: bottom + 42 }, chart.xName),
    ...powersOfTen(chart.x).flatMap((x) => {
      const at = place({ x, y: chart.y[0] });
      return [gridLine({ x: at.x, y: plot.top }, at), label({ x: at.x, y: bottom + 20 }, shortNumber(x))];
    }),
    ...powersOfTen(chart.y).flatMap((y) => {
      const at = place({ x: chart.x[0], y });
      const right = { x: plot.left + plot.width, y: at.y };
      return [gridLine(at, right), label({ x: plot.left - 8, y: at.y + 4 }, shortNumber(y), 'end')];
    }),
    ...chart.series.flatMap((series, index) => [
      line(series, series.points.map(place)),
      ...legendEntry(series, legend.top + index * legend.step),
    ]),
  ]);
}

/** Where a value lies between the ends of its axis, from 0 to 1. */
function share(value: number, [from, to]: readonly [number, number]): number {
  const within = Math.min(to, Math.max(from, value));
  return Math.log(within / from) / Math.log(to / from);
}

function powersOfTen([from, to]: readonly [number, number]): number[] {
  const count = Math.round(Math.log10(to / from)) + 1;
  return Array.from({ length: count }, (_, index) => from * 10 ** index);
}

function shortNumber(value: number): string {
  return value >= 1_000 ? `${value / 1_000}k` : String(value);
}

function gridLine(from: Point, to: Point): string {
  const ends = `x1="${from.x}" y1="${from.y}" x2="${to.x}" y2="${to.y}"`;
  return `<line ${ends} stroke="${gridColour}" stroke-opacity="0.3"/>`;
}

function line({ colour, isDashed = false }: Series, points: readonly Point[]): string {
  const path = points.map(({ x, y }) => `${x},${y}`).join(' ');
  const dash = isDashed ? ' stroke-dasharray="5 4"' : '';
  const dots = isDashed
    ? ''
    : points.map(({ x, y }) => `<circle cx="${x}" cy="${y}" r="3.5" fill="${colour}"/>`).join('');
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"${dash}/>${dots}`;
}

function legendEntry({ name, colour, isDashed = false }: Series, y: number): string[] {
  const dash = isDashed ? ' stroke-dasharray="5 4"' : '';
  const mark = `<line x1="${legend.left}" y1="${y}" x2="${legend.left + 24}" y2="${y}" stroke="${colour}" stroke-width="2"${dash}/>`;
  return [mark, label({ x: legend.left + 32, y: y + 4 }, name, 'start')];
}
