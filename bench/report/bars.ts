import { label, picture } from '../../bin/documents/svg.ts';
import { seriesColours } from './chart.ts';

const width = 640;
const nameWidth = 250;
const valueWidth = 80;
const rowHeight = 28;

/** A level bar for each value, from zero: so that what is thirty times as much is thirty times as long. */
export function bars(title: string, values: readonly { readonly name: string; readonly value: number }[]): string {
  const most = Math.max(...values.map(({ value }) => value), 1e-9);
  const parts = values.flatMap(({ name, value }, index) => {
    const y = 10 + index * rowHeight;
    const length = Math.max(1, Math.round((value / most) * (width - nameWidth - valueWidth)));
    return [
      label({ x: nameWidth - 10, y: y + 15 }, name, 'end'),
      `<rect x="${nameWidth}" y="${y}" width="${length}" height="20" rx="3" fill="${seriesColours[0]}"/>`,
      label({ x: nameWidth + length + 8, y: y + 15 }, Math.round(value).toLocaleString('en-US'), 'start'),
    ];
  });
  return picture(width, values.length * rowHeight + 20, title, parts);
}
