import type { Tally } from './tally.ts';

const everyMilliseconds = { terminal: 1_000, elsewhere: 30_000 };

/**
 * Shows how far it is: in one line that changes on a terminal, and in a line now and then elsewhere.
 * @returns ends the showing
 */
export function showProgress(tell: () => string): () => void {
  const { isTTY } = process.stdout;
  const show = () => {
    if (isTTY) process.stdout.write(`\r\u001b[2K${tell()}`);
    else console.log(tell());
  };
  const timer = setInterval(show, isTTY ? everyMilliseconds.terminal : everyMilliseconds.elsewhere);
  return () => {
    clearInterval(timer);
    show();
    if (isTTY) process.stdout.write('\n');
  };
}

/** One line, whose columns stand below each other. */
export function progressLine(tally: Tally, seconds: number, violations: number): string {
  const { worlds, orders, steps, faultCount, kills, looks, megabytes } = tally;
  const column = (name: string, value: number, width: number) => `${name} ${String(value).padStart(width)}`;
  return [
    clock(seconds),
    column('worlds', worlds, 3),
    column('orders', orders, 6),
    `${(orders / Math.max(1, seconds)).toFixed(1).padStart(5)}/s`,
    column('steps', steps, 6),
    column('faults', faultCount, 6),
    column('kills', kills, 4),
    column('looks', looks, 6),
    column('MiB', megabytes, 5),
    column('violations', violations, 1),
  ].join('  ');
}

function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${String(Math.floor(whole / 60)).padStart(3)}:${String(whole % 60).padStart(2, '0')}`;
}

/** All that was done, at the end. */
export function summary(tally: Tally, seconds: number, seed: number, violations: number): string {
  const { worlds, orders, steps, looks, repeats, starved, rests, redriven, kills, largestMegabytes } = tally;
  const rows: readonly (readonly [string, string])[] = [
    ['seed', String(seed)],
    ['worlds', `${worlds} in ${clock(seconds).trim()} minutes`],
    ['steps', String(steps)],
    ['orders', `${orders}: ${counts(tally.ends)}`],
    ['faults', `${tally.faultCount}: ${counts(tally.faults)}`],
    ['kills', String(kills)],
    ['requests sent again', `${repeats}, of which ${starved} since the machine was too slow for a function`],
    ['dead letters redriven', String(redriven)],
    ['laws checked', `${looks} looks amid the work, ${rests} times at rest`],
    ['largest local run', `${largestMegabytes} MiB`],
    ['violations', String(violations)],
  ];
  return rows.map(([name, value]) => `  ${name.padEnd(21)}  ${value}`).join('\n');
}

function counts(all: ReadonlyMap<string, number>): string {
  const sorted = [...all].sort(([, one], [, other]) => other - one);
  return sorted.map(([name, count]) => `${count} ${name}`).join(', ') || 'none';
}
