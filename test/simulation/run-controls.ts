import { controls } from './controls/controls.ts';
import { silentControls } from './controls/silent.ts';
import { type ControlResult, isRight, type Tried, tryControl } from './controls/try-control.ts';
import { readOptions } from './options.ts';
import { grouped } from './totals.ts';
import { Workers } from './workers/workers.ts';

/**
 * `npm run controls` takes each safeguard away in turn, or those that are named, and tells when that was noticed; then
 * those that nothing misses while the others stand, with fewer orders.
 */
const silentShare = 10;

const { orders, seed, names, workers: count } = readOptions({ orders: 40_000 });
const isWanted = ({ name }: Tried) => names.length === 0 || names.includes(name);
const all = [...controls, ...silentControls];
const unknown = names.filter((name) => !all.some((control) => control.name === name));
if (unknown.length > 0) throw new Error(`There is no control ${unknown.join(', ')}`);

const workers = new Workers(count);

/** Tries them all, as many at a time as there are workers, and tells of each when it is done. */
async function tryAll<C extends Tried>(
  wanted: readonly C[],
  maximumOrders: number,
  tell: (control: C, result: ControlResult) => void,
): Promise<(readonly [C, ControlResult])[]> {
  const left = [...wanted];
  const results: (readonly [C, ControlResult])[] = [];
  const work = async () => {
    for (let control = left.shift(); control !== undefined; control = left.shift()) {
      const result = await tryControl(workers, control, seed, maximumOrders);
      results.push([control, result]);
      tell(control, result);
    }
  };
  await Promise.all(Array.from({ length: count }, work));
  return results;
}

function row(name: string, law: string, noticedAfter: string, text: string): void {
  console.log(`${name.padEnd(22)} ${law.padEnd(17)} ${noticedAfter.padStart(8)}  ${text}`);
}

row('control', 'breaks', 'orders', 'what is gone');
const tried = await tryAll(controls.filter(isWanted), orders, ({ name, without }, { noticed, orders: gone }) => {
  const law = noticed === undefined ? 'NOT NOTICED' : `law ${noticed.violation.law}`;
  row(name, law, grouped(gone), `${without}${noticed === undefined ? '' : ` (world ${noticed.seed})`}`);
});
const silent = await tryAll(
  silentControls.filter(isWanted),
  orders / silentShare,
  (control, { noticed, orders: gone }) => {
    const law = noticed === undefined ? 'nothing' : `LAW ${noticed.violation.law}`;
    row(control.name, law, grouped(gone), `${control.without}: ${control.because}`);
  },
);
await workers.stop();

const missed = tried.filter(([control, result]) => !isRight(control, result));
const needed = silent.filter(([, { noticed }]) => noticed !== undefined);
console.log(`\n${tried.length - missed.length} of ${tried.length} safeguards are missed when they are gone.`);
console.log(`${silent.length - needed.length} of ${silent.length} stand behind others, and are not missed alone.`);
for (const [{ name, breaks }, { noticed }] of missed) {
  console.log(`${name}: expected law ${breaks.join(' or ')}, ${noticed?.violation.what ?? 'and nothing broke'}`);
}
for (const [{ name }, { noticed }] of needed) console.log(`${name} is needed: ${noticed?.violation.what}`);
if (missed.length + needed.length > 0) process.exitCode = 1;
