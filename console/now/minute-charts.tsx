import { useMemo } from 'preact/hooks';
import type { Overview } from '../api/schemas.ts';
import { Chart, type ChartLine } from '../chart/chart.tsx';

type Minute = Overview['minutes'][number];

type MinuteLine = {
  readonly name: string;
  readonly colour: string;
  readonly of: (minute: Minute) => number | undefined;
};

const charts: readonly { readonly title: string; readonly lines: readonly MinuteLine[] }[] = [
  {
    title: 'Orders per minute',
    lines: [
      { name: 'placed', colour: 'line-1', of: ({ placed }) => placed },
      { name: 'paid', colour: 'line-2', of: ({ paid }) => paid },
    ],
  },
  {
    title: 'Reserving, in milliseconds',
    lines: [
      { name: 'p50', colour: 'line-1', of: ({ reservationLatencyMilliseconds: latency }) => latency?.p50 },
      { name: 'p99', colour: 'line-3', of: ({ reservationLatencyMilliseconds: latency }) => latency?.p99 },
    ],
  },
  {
    title: 'Rejected and undone per minute',
    lines: [
      { name: 'stock rejections', colour: 'line-3', of: ({ stockRejections }) => stockRejections },
      { name: 'compensations', colour: 'line-4', of: ({ compensations }) => compensations },
      { name: 'expiries', colour: 'line-2', of: ({ expiries }) => expiries },
    ],
  },
];

/** The last hour, minute by minute. */
export function MinuteCharts({ minutes }: { readonly minutes: readonly Minute[] }) {
  const oldestFirst = useMemo(() => minutes.toReversed(), [minutes]);
  return (
    <div class="columns">
      {charts.map(({ title, lines }) => (
        <MinuteChart key={title} title={title} lines={lines} minutes={oldestFirst} />
      ))}
    </div>
  );
}

type MinuteChartProps = {
  readonly title: string;
  readonly lines: readonly MinuteLine[];
  readonly minutes: readonly Minute[];
};

function MinuteChart({ title, lines, minutes }: MinuteChartProps) {
  const atSeconds = useMemo(() => minutes.map(({ minute }) => Date.parse(minute) / 1_000), [minutes]);
  const drawn = useMemo<ChartLine[]>(
    () => lines.map(({ name, colour, of }) => ({ name, colour, values: minutes.map((each) => of(each) ?? null) })),
    [lines, minutes],
  );
  return (
    <section>
      <h2>{title}</h2>
      <Chart label={`${title}, in the last hour`} atSeconds={atSeconds} lines={drawn} heightPixels={180} />
    </section>
  );
}
