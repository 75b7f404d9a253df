import type { Orchestration } from '../../lib/settings.ts';
import { explanationOf } from './explanation.ts';
import type { Path, WorldName } from './path.ts';
import { paths as allPaths, pathNamed } from './paths.ts';
import type { WorkCount } from './place.ts';
import { Places } from './places.ts';
import { type Point, type Strike, shortName, strikesAt } from './point.ts';
import { recordPaths } from './recording.ts';
import { limited, type Result, tryWave, type Wave, type WaveResult } from './wave.ts';

export type SuiteOptions = {
  readonly paths?: readonly Path[];
  readonly orchestration: Orchestration;
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
  readonly judged: (wave: WaveResult) => void;
};

export type Unmet = { readonly strike: Strike; readonly why: string | undefined };

export type SuiteReport = {
  readonly paths: readonly Path[];
  readonly points: readonly Point[];
  /** All runs that there are. */
  readonly possible: readonly Strike[];
  readonly results: readonly Result[];
  /** What went wrong in a wave of runs, and is about none of them in particular. */
  readonly problems: readonly string[];
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
export async function runSuite(options: SuiteOptions): Promise<SuiteReport> {
  const { paths = allPaths, orchestration, select, shops, progress } = options;
  await using places = new Places(shops, orchestration);
  const recorded = await limited(shops, worldsOf(paths), (world) => record(places, world, paths, progress));
  const points = withoutRepeats(recorded.flat());
  const possible = points.flatMap((point) => strikesAt(point, orchestration));
  const selected = select(possible);
  progress.begins(selected.length, new Set(selected.map(({ point }) => point)).size);
  const shared = sharedFunctions(points);
  const results: Result[] = [];
  const problems: string[] = [];
  let due = selected;
  for (let attempt = 0; attempt < tries && due.length > 0; attempt++) {
    const jobs = jobsFor(due, shared, attempt);
    const waves = await perform(jobs, places, progress);
    problems.push(...waves.flatMap((wave) => wave.problems));
    const tried = waves.flatMap((wave) => wave.results);
    results.push(...tried.filter(({ isStruck, problems }) => isStruck || problems.length > 0));
    due = tried.filter(({ isStruck, problems }) => !isStruck && problems.length === 0).map(({ strike }) => strike);
  }
  const unmet = due.map((strike) => ({ strike, why: explanationOf(strike.point, shared) }));
  const uncovered = paths === allPaths ? uncoveredCalls(points, await places.counts()) : [];
  return { paths, points, possible, results, problems, unmet, uncovered };
}

function worldsOf(paths: readonly Path[]): WorldName[] {
  return worldNames.filter((world) => paths.some((path) => path.world === world));
}

/** Where the sweep has most to do comes first. */
const worldNames: readonly WorldName[] = ['hasty', 'usual', 'short-lived', 'graceful'];

/** Work that names nobody is the same in every world. */
function withoutRepeats(points: readonly Point[]): Point[] {
  const work = ({ at, operation, function: name, nth }: Point) => [at, operation, name, nth].join(' ');
  const ofNobody = points.filter(({ about }) => about === undefined);
  const firsts = new Set(new Map(ofNobody.toReversed().map((point) => [work(point), point])).values());
  return points.filter((point) => point.about !== undefined || firsts.has(point));
}

async function record(
  places: Places,
  world: WorldName,
  paths: readonly Path[],
  progress: SuiteProgress,
): Promise<Point[]> {
  const place = await places.take(world);
  const here = paths.filter((path) => path.world === world);
  const points = await recordPaths(place, here, progress.recorded);
  // From now on it is only counted.
  await place.record(0);
  places.giveBack(place);
  return points;
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

/** Each shop takes the next job, one of its own world if there is one. */
async function perform(jobs: readonly Job[], places: Places, progress: SuiteProgress): Promise<WaveResult[]> {
  const waiting = [...jobs];
  const done: WaveResult[] = [];
  const workOff = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const place = await places.take(job.world);
      const judged = await tryWave(place, job.wave, progress.ran);
      places.giveBack(place);
      progress.judged(judged);
      done.push(judged);
    }
  };
  await Promise.all(Array.from({ length: places.most }, workOff));
  return done;
}

/** Calls are told by who makes which; a path that is missing shows here. */
function uncoveredCalls(points: readonly Point[], seen: readonly WorkCount[]): string[] {
  const name = (work: Pick<Point, 'function' | 'service' | 'operation'>) =>
    `${shortName(work.function)} ${work.service} ${work.operation}`;
  const covered = new Set(points.filter(({ at }) => at === 'call').map(name));
  const made = new Set(seen.filter(({ at }) => at === 'call').map(name));
  return [...made].filter((call) => !covered.has(call)).sort();
}
