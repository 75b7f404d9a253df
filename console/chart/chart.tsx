import 'uplot/dist/uPlot.min.css';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { chartColours, useDarkTheme } from './theme.ts';

/** One line of a chart; its colour is the name of a custom property of the style sheet. */
export type ChartLine = {
  readonly name: string;
  readonly colour: string;
  readonly values: readonly (number | null)[];
};

type ChartProps = {
  /** What a screen reader is told. */
  readonly label: string;
  /** In seconds since 1970, rising. */
  readonly atSeconds: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly heightPixels?: number;
  /** Whether a value holds until the next one. */
  readonly isStepped?: boolean;
};

/** Lines over time; the figures that matter stand as text beside it. */
export function Chart({ label, atSeconds, lines, heightPixels = 220, isStepped = false }: ChartProps) {
  const holder = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const isDark = useDarkTheme();
  const data = useMemo<uPlot.AlignedData>(
    () => [[...atSeconds], ...lines.map(({ values }) => [...values])],
    [atSeconds, lines],
  );
  const shape = lines.map(({ name, colour }) => `${name} ${colour}`).join();
  // Drawn anew for another shape or theme; other data comes to what is drawn, below.
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const drawn = new uPlot(options(element.clientWidth, heightPixels, lines, isStepped), data, element);
    plot.current = drawn;
    const observer = new ResizeObserver(() => drawn.setSize({ width: element.clientWidth, height: heightPixels }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      drawn.destroy();
    };
  }, [shape, heightPixels, isStepped, isDark]);
  useEffect(() => plot.current?.setData(data), [data]);
  return (
    <div class="chart" role="img" aria-label={label} ref={holder} style={{ minHeight: `${heightPixels + 30}px` }} />
  );
}

const axisFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const pointFormat = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'medium' });
const axisTime = (atSeconds: number) => axisFormat.format(atSeconds * 1_000);
const pointTime = (atSeconds: number) => pointFormat.format(atSeconds * 1_000);

function options(width: number, height: number, lines: readonly ChartLine[], isStepped: boolean): uPlot.Options {
  const { colourOf, text, grid } = chartColours();
  const axis = { stroke: text, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid, width: 1 } };
  const paths = isStepped ? uPlot.paths.stepped?.({ align: 1 }) : undefined;
  return {
    width,
    height,
    axes: [
      { ...axis, space: 80, values: (_, ticks) => ticks.map(axisTime) },
      { ...axis, size: 56, values: (_, ticks) => ticks.map((tick) => tick.toLocaleString()) },
    ],
    scales: { y: { range: (_, __, highest) => [0, Math.max(1, highest * 1.1)] } },
    cursor: { drag: { x: false, y: false } },
    series: [
      { value: (_, at) => (at === null ? '—' : pointTime(at)) },
      ...lines.map(({ name, colour }) => ({
        label: name,
        stroke: colourOf(colour),
        width: 2,
        spanGaps: true,
        ...(isStepped ? { points: { show: false } } : {}),
        ...(paths === undefined ? {} : { paths }),
      })),
    ],
  };
}
