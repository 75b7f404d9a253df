import { label, picture } from '../../bin/documents/svg.ts';

/** Mid-tones, which can be told apart on a light and on a dark page. */
export const seriesColours = ['#1f6feb', '#cf222e', '#1a7f37', '#9a6700', '#8250df'] as const;
const gridColour = '#7d8590';

export type Series = { readonly name: string; readonly values: readonly number[] };

export type Panel = {
  /** What the values are, with their unit. */
  readonly caption: string;
  readonly series: readonly Series[];
};

const width = 640;
const left = 70;
const right = 150;
const panelHeight = 170;
const captionHeight = 34;

/**
 * Lines over the same places on the horizontal axis, a panel below the other: one for throughput, one for latency.
 * @param places what stands below the axis, evenly apart
 */
export function chart(title: string, axis: string, places: readonly string[], panels: readonly Panel[]): string {
  const height = panels.length * (panelHeight + captionHeight) + 50;
  const parts = panels.flatMap((panel, index) => panelParts(panel, places, index * (panelHeight + captionHeight)));
  const x = horizontal(places.length);
  const bottom = panels.length * (panelHeight + captionHeight);
  const below = places.map((place, index) => label({ x: x(index), y: bottom + 18 }, place));
  const named = label({ x: left + (width - left - right) / 2, y: bottom + 38 }, axis);
  return picture(width, height, title, [...parts, ...below, named]);
}

function horizontal(count: number): (index: number) => number {
  const step = (width - left - right) / Math.max(1, count - 1);
  return (index) => Math.round(left + index * step);
}

function panelParts({ caption, series }: Panel, places: readonly string[], top: number): string[] {
  const most = niceAbove(Math.max(...series.flatMap(({ values }) => values)));
  const bottom = top + captionHeight + panelHeight;
  const x = horizontal(places.length);
  const y = (value: number) => Math.round(bottom - (value / most) * panelHeight);
  return [
    label({ x: left, y: top + 22 }, caption, 'start'),
    ...[0, 0.5, 1].flatMap((share) => gridLine(y(share * most), String(share * most))),
    ...series.flatMap(({ name, values }, index) => {
      const colour = seriesColours[index % seriesColours.length] ?? gridColour;
      const points = values.map((value, place) => `${x(place)},${y(value)}`);
      return [
        `<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
        ...values.map((value, place) => `<circle cx="${x(place)}" cy="${y(value)}" r="3" fill="${colour}"/>`),
        `<rect x="${width - right + 20}" y="${top + captionHeight + index * 20}" width="10" height="10" fill="${colour}"/>`,
        label({ x: width - right + 36, y: top + captionHeight + 10 + index * 20 }, name, 'start'),
      ];
    }),
  ];
}

function gridLine(y: number, text: string): string[] {
  const line = `<line x1="${left}" y1="${y}" x2="${width - right}" y2="${y}" stroke="${gridColour}" stroke-width="0.5"/>`;
  return [line, label({ x: left - 8, y: y + 4 }, text, 'end')];
}

/** The next higher of 1, 2, 5, 10, 20, 50, …, so that the axis has round numbers. */
export function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value) ?? 10 * power;
}
