import { explanationOf } from './explanation.ts';
import type { Path, WorldName } from './path.ts';
import { paths as allPaths, pathNamed } from './paths.ts';
import { Place, type WorkCount } from './place.ts';
import { type Point, type Strike, shortName, strikesAt } from './point.ts';
import { recordPaths } from './recording.ts';
import { limited, type Result, tryWave, type Wave } from './wave.ts';

export type SuiteOptions = {
  readonly paths?: readonly Path[];
  /** Which of all runs are made. */
  readonly select: (strikes: readonly Strike[]) => readonly Strike[];
  /** Shops that are open at the same time. */
  readonly shops: number;
  readonly progress: SuiteProgress;
};

export type SuiteProgress = {
  readonly recorded: (path: Path) => void;
  /** Once, before the runs. */
  readonly begins: (runs: number, points: number) => void;
  readonly ran: () => void;
  readonly judged: (results: readonly Result[]) => void;
};

export type Unmet = { readonly strike: Strike; readonly why: string | undefined };

export type SuiteReport = {
  readonly paths: readonly Path[];
  readonly points: readonly Point[];
  /** All runs that there are. */
  readonly possible: readonly Strike[];
  readonly results: readonly Result[];
  /** Points that did not come by again, each with the reason, if it has one. */
  readonly unmet: readonly Unmet[];
  /** Calls that were made under faults, and on none of all paths without: nobody has struck them. */
  readonly uncovered: readonly string[];
};

type Job = { readonly world: WorldName; readonly wave: Wave };

const mostAlone = 40;
const mostOneByOne = 100;
const mostAtOnce = 200;
const tries = 3;

/** Records all paths, tries the selected strikes, and reports. */
export async function runSuite({ paths = allPaths, select, shops, progress }: SuiteOptions): Promise<SuiteReport> {
  const seen: WorkCount[] = [];
  const points = (await limited(shops, worldsOf(paths), (world) => record(world, paths, progress))).flat();
  const possible = points.flatMap(strikesAt);
  const selected = select(possible);
  progress.begins(selected.length, new Set(selected.map(({ point }) => point)).size);
  const shared = sharedFunctions(points);
  const results: Result[] = [];
  let due = selected;
  for (let attempt = 0; attempt < tries && due.length > 0; attempt++) {
    const jobs = jobsFor(due, shared, attempt);
    const tried = await perform(jobs, shops, progress, seen);
    results.push(...tried.filter(({ isStruck, problems }) => isStruck || problems.length > 0));
    due = tried.filter(({ isStruck, problems }) => !isStruck && problems.length === 0).map(({ strike }) => strike);
  }
  const unmet = due.map((strike) => ({ strike, why: explanationOf(strike.point, shared) }));
  const uncovered = paths === allPaths ? uncoveredCalls(points, seen) : [];
  return { paths, points, possible, results, unmet, uncovered };
}

function worldsOf(paths: readonly Path[]): WorldName[] {
  return worldNames.filter((world) => paths.some((path) => path.world === world));
}

const worldNames: readonly WorldName[] = ['usual', 'hasty', 'short-lived', 'graceful'];

async function record(world: WorldName, paths: readonly Path[], progress: SuiteProgress): Promise<Point[]> {
  const place = await Place.open(world, 100_000);
  try {
    const here = paths.filter((path) => path.world === world);
    return await recordPaths(place, here, progress.recorded);
  } finally {
    await place.close();
  }
}

/** Functions that are handed work on several orders at once, or on nobody's in particular. */
function sharedFunctions(points: readonly Point[]): Set<string> {
  const shared = points.filter(({ at, about }) => at === 'delivery' || (at === 'invoke' && about === undefined));
  const names = new Set(shared.map((point) => shortName(point.function)));
  return new Set(points.map((point) => point.function).filter((name) => names.has(shortName(name))));
}

function jobsFor(strikes: readonly Strike[], shared: ReadonlySet<string>, attempt: number): Job[] {
  return [...Map.groupBy(strikes, worldOf)].flatMap(([world, here]) => {
    const [alone, named] = split(here, ({ point }) => point.about === undefined);
    const [oneByOne, atOnce] = split(named, (strike) => attempt > 0 || takesOthersAlong(strike, shared));
    const waves = Math.max(Math.ceil(oneByOne.length / mostOneByOne), Math.ceil(atOnce.length / mostAtOnce));
    const atOnceParts = inParts(atOnce, waves);
    return [
      ...inParts(oneByOne, waves).map((part, wave) => ({ oneByOne: part, atOnce: atOnceParts[wave] ?? [] })),
      ...inParts(alone, Math.ceil(alone.length / mostAlone)).map((part) => ({ alone: part })),
    ].map((wave) => ({ world, wave }));
  });
}

function split<Item>(items: readonly Item[], isFirst: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(isFirst), items.filter((item) => !isFirst(item))];
}

/** Whoever dies, or is handed its work again, takes with it the orders that it works on at the same time. */
function takesOthersAlong({ point, fault }: Strike, shared: ReadonlySet<string>): boolean {
  return (fault.startsWith('crash') || point.at !== 'call') && shared.has(point.function) && !isQueue(point);
}

/** What is delivered to a queue is one message. */
function isQueue(point: Point): boolean {
  return point.function.startsWith('arn:aws:sqs:');
}

/** A saga that dies is recovered once its time is over: that should not take a minute. */
function worldOf({ point }: Strike): WorldName {
  const { world } = pathNamed(point.path);
  return point.at === 'transition' && world === 'usual' ? 'hasty' : world;
}

/** Of equal length, so that the last is not a short one. */
function inParts(strikes: readonly Strike[], count: number): Strike[][] {
  return Array.from({ length: count }, (_, part) => strikes.filter((_strike, index) => index % count === part));
}

/** Each shop that is open takes the next job. */
async function perform(
  jobs: readonly Job[],
  shops: number,
  progress: SuiteProgress,
  seen: WorkCount[],
): Promise<Result[]> {
  const waiting = [...jobs];
  const results: Result[] = [];
  const workOff = async () => {
    let place: Place | undefined;
    try {
      for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
        if (place?.world !== job.world) place = await moveTo(job.world, place, seen);
        const judged = await tryWave(place, job.wave, progress.ran);
        progress.judged(judged);
        results.push(...judged);
      }
    } finally {
      await leave(place, seen);
    }
  };
  await Promise.all(Array.from({ length: shops }, workOff));
  return results;
}

async function moveTo(world: WorldName, from: Place | undefined, seen: WorkCount[]): Promise<Place> {
  await leave(from, seen);
  return Place.open(world, 0);
}

async function leave(place: Place | undefined, seen: WorkCount[]): Promise<void> {
  if (place === undefined) return;
  seen.push(...(await place.work()).counts);
  await place.close();
}

/** Calls are told by who makes which; a path that is missing shows here. */
function uncoveredCalls(points: readonly Point[], seen: readonly WorkCount[]): string[] {
  const name = (work: Pick<Point, 'function' | 'service' | 'operation'>) =>
    `${shortName(work.function)} ${work.service} ${work.operation}`;
  const covered = new Set(points.filter(({ at }) => at === 'call').map(name));
  const made = new Set(seen.filter(({ at }) => at === 'call').map(name));
  return [...made].filter((call) => !covered.has(call)).sort();
}
