import { label, picture } from '../../../bin/documents/svg.ts';
import type { Frame, RacePlan, Standing } from './record.ts';

const cellsInRow = 10;
const cell = { size: 26, step: 32 };
const panel = { left: 24, step: 436, top: 62, width: 340 };
const bars = { gap: 20, left: 96, width: 200, height: 12 };
/** How long the end is shown before the race begins anew. */
const restMilliseconds = 4_000;

const colours = { free: 'transparent', confirmed: '#9a6700', paid: '#1a7f37', oversold: '#cf222e', line: '#7d8590' };

type Side = { readonly title: string; readonly left: number; readonly standings: readonly Standing[] };

/** What an element looks like from a moment on. */
type Look = { readonly milliseconds: number; readonly style: string };

/**
 * The race as a picture that moves by itself, and stands still at its end for those who want less motion. A cell is a
 * unit, and in the lower rows one that was never there.
 */
export function racePicture(plan: RacePlan, frames: readonly Frame[]): string {
  const duration = (frames.at(-1)?.milliseconds ?? 0) + restMilliseconds;
  const times = frames.map(({ milliseconds }) => milliseconds);
  const styles: string[] = [];
  const animated = (looks: readonly Look[], element: (attributes: string) => string): string => {
    const name = `a${styles.length}`;
    styles.push(keyframes(name, looks, duration));
    return element(`style="${looks.at(-1)?.style ?? ''};animation-name:${name}"`);
  };
  const sides: readonly Side[] = [
    { title: 'Check, then remove', left: panel.left, standings: frames.map(({ comparison }) => comparison) },
    { title: 'Holdfast', left: panel.left + panel.step, standings: frames.map(({ holdfast }) => holdfast) },
  ];
  const rows = Math.ceil(Math.max(plan.units, ...sides.flatMap(({ standings }) => standings.map(wanted))) / cellsInRow);
  const barsTop = panel.top + rows * cell.step + 14;
  const height = barsTop + 4 * bars.gap + 30;
  const looksOf = (side: Side, styleOf: (standing: Standing) => string): Look[] =>
    side.standings.map((standing, index) => ({ milliseconds: times[index] ?? 0, style: styleOf(standing) }));
  const parts = sides.flatMap((side) => [
    heading(side),
    ...Array.from({ length: Math.max(plan.units, ...side.standings.map(wanted)) }, (_, index) =>
      animated(
        looksOf(side, (standing) => cellStyle(standing, index, plan.units)),
        (style) => cellAt(side.left, index, style),
      ),
    ),
    ...barsShown.flatMap(([name, colour, count], row) => {
      const y = barsTop + row * bars.gap;
      const looks = looksOf(side, (standing) => `transform:scaleX(${round(count(standing) / plan.buyers)})`);
      const end = side.standings.at(-1);
      return [
        label({ x: side.left, y: y + 10 }, name, 'start'),
        animated(looks, (style) => barAt(side.left + bars.left, y, colour, style)),
        animated(endLooks(times), (style) =>
          numberAt(side.left + bars.left + bars.width + 10, y, end ? count(end) : 0, style),
        ),
      ];
    }),
    animated(endLooks(times), (style) => verdictAt(side, barsTop + 3 * bars.gap + 24, plan.units, style)),
  ]);
  const title = `${plan.buyers} buyers race for ${plan.units} units, by check-then-remove and by Holdfast`;
  const caption = `${plan.buyers} buyers, ${plan.units} units, at once. Brown: being paid. Green: paid. Red: paid, and not there.`;
  return picture(panel.step * 2, height, title, [
    `<style>.m{animation:${duration}ms step-end infinite;transform-box:fill-box}`,
    ...styles,
    '@media (prefers-reduced-motion:reduce){.m{animation:none}}</style>',
    label({ x: panel.left, y: 20 }, caption, 'start'),
    ...parts,
  ]);
}

type Bar = readonly [name: string, colour: string, count: (standing: Standing) => number];

const barsShown: readonly Bar[] = [
  ['paid', colours.paid, ({ paid }) => paid],
  ['refused', colours.line, ({ refused }) => refused],
  ['declined', colours.confirmed, ({ declined }) => declined],
];

const wanted = ({ confirmed, paid }: Standing) => confirmed + paid;

function cellStyle({ confirmed, paid }: Standing, index: number, units: number): string {
  const isThere = index < units;
  if (index < paid) return `fill:${isThere ? colours.paid : colours.oversold};opacity:1`;
  if (index < paid + confirmed) return `fill:${colours.confirmed};opacity:1`;
  return `fill:${colours.free};opacity:${isThere ? 1 : 0}`;
}

function endLooks(times: readonly number[]): Look[] {
  return [
    { milliseconds: 0, style: 'opacity:0' },
    { milliseconds: times.at(-1) ?? 0, style: 'opacity:1' },
  ];
}

/** Only changes are kept: a look lasts until the next. */
function keyframes(name: string, looks: readonly Look[], duration: number): string {
  const changes = looks.filter(({ style }, index) => style !== looks[index - 1]?.style);
  const stops = changes.map(({ milliseconds, style }, index) => {
    const percent = index === 0 ? 0 : round((milliseconds / duration) * 100);
    return `${percent}%{${style}}`;
  });
  return `@keyframes ${name}{${stops.join('')}to{${looks.at(-1)?.style ?? ''}}}`;
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

function heading({ title, left }: Side): string {
  return `<text x="${left}" y="${panel.top - 14}" fill="#6e7781" font-size="16" font-weight="600">${title}</text>`;
}

function cellAt(left: number, index: number, style: string): string {
  const x = left + (index % cellsInRow) * cell.step;
  const y = panel.top + Math.floor(index / cellsInRow) * cell.step;
  return `<rect class="m" x="${x}" y="${y}" width="${cell.size}" height="${cell.size}" rx="5" stroke="${colours.line}" ${style}/>`;
}

function barAt(x: number, y: number, colour: string, style: string): string {
  return `<rect class="m" x="${x}" y="${y}" width="${bars.width}" height="${bars.height}" rx="3" fill="${colour}" ${style}/>`;
}

function numberAt(x: number, y: number, count: number, style: string): string {
  return `<text class="m" x="${x}" y="${y + 10}" fill="#6e7781" font-size="12" ${style}>${count}</text>`;
}

function verdictAt({ left, standings }: Side, y: number, units: number, style: string): string {
  const oversold = Math.max(0, (standings.at(-1)?.paid ?? 0) - units);
  const colour = oversold > 0 ? colours.oversold : colours.paid;
  const text = oversold > 0 ? `Oversold by ${oversold}: paid for, and not there` : 'Not one unit too many was sold';
  return `<text class="m" x="${left}" y="${y}" fill="${colour}" font-size="15" font-weight="600" ${style}>${text}</text>`;
}
