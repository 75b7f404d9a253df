import { inject } from '../support/faults.ts';
import type { Path } from './path.ts';
import type { Place, RecordedWork } from './place.ts';
import type { Point } from './point.ts';
import { Run } from './run.ts';
import { idsOf, subjectAmong } from './subjects.ts';

const quietWithinSeconds = 3;
const atRestWithinSeconds = 120;
/** A sweep asks each of the eight shards; those of the next sweep are the same points again. */
const mostOfNobody = 8;
const mostWork = 100_000;

/** A run without faults: the work while it took place is what lies between the numbers. */
type Recorded = { readonly path: Path; readonly run: Run; readonly from: number; readonly to: number };

/** Leads an order along each path, without faults but its own, and answers every point that it came by. */
export async function recordPaths(
  place: Place,
  paths: readonly Path[],
  onPath: (path: Path) => void,
): Promise<Point[]> {
  await place.record(mostWork);
  const recorded: Recorded[] = [];
  for (const path of paths) {
    recorded.push(await recordPath(place, path));
    onPath(path);
  }
  // What was late or lost comes now.
  const pending = await place.unsettled(atRestWithinSeconds);
  if (pending.length > 0) throw new Error(`Orders without faults did not come to rest: ${pending.join('; ')}`);
  const ids = recorded.flatMap(({ run }) => idsOf(run.subjects));
  const { items } = await place.work(recorded[0]?.from ?? 0, ids);
  const named = recorded.flatMap((it) => pointsOf(it, items));
  const points = [...named, ...pointsOfNobody(recorded, items)];
  const delivered = new Set(points.filter(({ at }) => at === 'delivery').map((point) => point.function));
  return points.filter((point) => point.at !== 'invoke' || !delivered.has(point.function));
}

async function recordPath(place: Place, path: Path): Promise<Recorded> {
  const run = await Run.prepare(place, path);
  await place.unsettled(quietWithinSeconds);
  const { last: from } = await place.work(Number.MAX_SAFE_INTEGER);
  await inject(place.shop, 'recording', rulesOf(path, run));
  run.rulesBeginAt(0);
  await path.drive(run);
  await run.told('OrderPaymentSucceeded');
  await place.unsettled(quietWithinSeconds);
  const { last: to } = await place.work(Number.MAX_SAFE_INTEGER);
  return { path, run, from, to };
}

export function rulesOf({ holds = [] }: Path, { orderId }: Run) {
  return holds.map((rule) => ({ ...rule, orderId }));
}

/** The work that names somebody of the run, each by the first whom it names. */
function pointsOf({ path, run, from }: Recorded, items: readonly RecordedWork[]): Point[] {
  const { subjects } = run;
  const ours = items.filter(({ n, about }) => n > from && subjectAmong(subjects, about) !== undefined);
  return ours.map((work, index) => {
    const about = subjectAmong(subjects, work.about);
    const id = about === undefined ? '' : (subjects[about] ?? '');
    const before = ours.slice(0, index).filter((other) => other.about.includes(id) && isAlike(other, work));
    return pointAt(path, work, about, before.length + 1);
  });
}

/** The work that names nobody: once for each name, on the path that has most to do with the function. */
function pointsOfNobody(recorded: readonly Recorded[], items: readonly RecordedWork[]): Point[] {
  const alike = Map.groupBy(
    items.filter(({ at, about }) => about.length === 0 && (at === 'call' || at === 'invoke')),
    ({ at, service, operation, function: name }) => [at, service, operation, name].join(' '),
  );
  return [...alike.values()].flatMap((works) => {
    const within = ({ from, to }: Recorded) => works.filter(({ n }) => n > from && n <= to);
    const ranked = recorded
      .filter((it) => within(it).length > 0)
      .map((it) => ({ ...it, share: shareIn(items, it, works[0]?.function ?? '') }))
      .sort((one, other) => other.share - one.share);
    const [most] = ranked;
    if (most === undefined) return [];
    return within(most)
      .slice(0, mostOfNobody)
      .map((work, index) => pointAt(most.path, work, undefined, index + 1));
  });
}

/** How much of a function's work was about this run. */
function shareIn(items: readonly RecordedWork[], { run }: Recorded, functionName: string): number {
  return items.filter((work) => work.function === functionName && work.about.includes(run.orderId)).length;
}

function isAlike(one: RecordedWork, other: RecordedWork): boolean {
  return (
    one.at === other.at &&
    one.service === other.service &&
    one.operation === other.operation &&
    one.function === other.function
  );
}

function pointAt(path: Path, work: RecordedWork, about: Point['about'], nth: number): Point {
  const { at, service, operation, function: functionName } = work;
  return { path: path.name, at, service, operation, function: functionName, about, nth };
}
