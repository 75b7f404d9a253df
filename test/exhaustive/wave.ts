import { setTimeout as delay } from 'node:timers/promises';
import { endFaults, type FaultRule, hits, inject } from '../support/faults.ts';
import { judge } from './judgement.ts';
import { pathNamed } from './paths.ts';
import type { Place } from './place.ts';
import { nameOf, ruleOf, type Strike } from './point.ts';
import { rulesOf } from './recording.ts';
import { Run } from './run.ts';

/**
 * How runs share a shop: each with the shop for itself, for what names nobody; one after the other as long as none is
 * struck, where others would be worked on together with it; or many at once, each struck where it alone is worked on.
 */
export type Wave =
  | { readonly alone: readonly Strike[] }
  | { readonly oneByOne: readonly Strike[]; readonly atOnce: readonly Strike[] };

export type Result = {
  readonly strike: Strike;
  readonly orderId: string;
  readonly isStruck: boolean;
  /** Every law that was broken, and whatever else went wrong. */
  readonly problems: readonly string[];
};

type Struck = { readonly strike: Strike; readonly run: Run; readonly rules: readonly FaultRule[] };

export type WaveResult = {
  readonly results: readonly Result[];
  /** What went wrong, and is about no run in particular. */
  readonly problems: readonly string[];
};

const runsAtOnce = 24;
const preparedAtOnce = 8;
const quietWithinSeconds = 60;
const atRestWithinSeconds = 120;
const struckWithinMilliseconds = 20_000;

/** Tries the strikes in one shop, waits until all is quiet, and judges what has become of every order. */
export async function tryWave(place: Place, wave: Wave, onRun: () => void): Promise<WaveResult> {
  const eventsAfter = place.watch.last;
  const strikes = 'alone' in wave ? wave.alone : [...wave.oneByOne, ...wave.atOnce];
  const runs = await limited(preparedAtOnce, strikes, (strike) => prepare(place, strike));
  await place.unsettled(quietWithinSeconds);
  const problems = new Map<Struck, string>();
  const drive = async (struck: Struck) => {
    try {
      await pathNamed(struck.strike.point.path).drive(struck.run);
    } catch (error) {
      problems.set(struck, error instanceof Error ? error.message : String(error));
    }
    onRun();
  };
  const strikeCounts =
    'alone' in wave ? await eachAlone(place, runs, drive) : await together(place, runs, wave.oneByOne.length, drive);
  const judged = await judge(place, runs, eventsAfter);
  const results = runs.map((struck, index) => ({
    strike: struck.strike,
    orderId: struck.run.orderId,
    isStruck: (strikeCounts[index] ?? 0) > 0,
    problems: [problems.get(struck) ?? [], judged.ofRun.get(struck.run) ?? []].flat(),
  }));
  return { results, problems: judged.ofAll };
}

async function prepare(place: Place, strike: Strike): Promise<Struck> {
  const path = pathNamed(strike.point.path);
  const run = await Run.prepare(place, path);
  const { about } = strike.point;
  const rule = ruleOf(strike, about === undefined ? undefined : run.subjects[about]);
  return { strike, run, rules: [rule, ...rulesOf(path, run)] };
}

/**
 * Those that go one by one come first: what died with its worker is handed over again while the others are worked on.
 * @returns how often each run was struck
 */
async function together(
  place: Place,
  runs: readonly Struck[],
  oneByOne: number,
  drive: (run: Struck) => Promise<void>,
): Promise<number[]> {
  let next = 0;
  const first = runs.map(({ run, rules }) => {
    const at = next;
    run.rulesBeginAt(at + 1);
    next += rules.length;
    return at;
  });
  await inject(
    place.shop,
    'exhaustive',
    runs.flatMap(({ rules }) => rules),
  );
  const begun = await oneAfterTheOther(place, runs.slice(0, oneByOne), first, drive);
  await limited(runsAtOnce, runs.slice(oneByOne), drive);
  await Promise.all(begun);
  await place.unsettled(atRestWithinSeconds);
  const counts = await hits(place.shop);
  await endFaults(place.shop);
  return first.map((index) => counts[index] ?? 0);
}

/** The next begins once the one before was struck, or will not be: so that none is worked on with one that is due. */
async function oneAfterTheOther(
  { watch }: Place,
  runs: readonly Struck[],
  first: readonly number[],
  drive: (run: Struck) => Promise<void>,
): Promise<Promise<void>[]> {
  const driven: Promise<void>[] = [];
  for (const [index, struck] of runs.entries()) {
    driven.push(drive(struck));
    await watch.until(() => (watch.hits[first[index] ?? 0] ?? 0) > 0, struckWithinMilliseconds);
  }
  return driven;
}

async function eachAlone(
  place: Place,
  runs: readonly Struck[],
  drive: (run: Struck) => Promise<void>,
): Promise<number[]> {
  const counts: number[] = [];
  for (const struck of runs) {
    struck.run.rulesBeginAt(1);
    await inject(place.shop, nameOf(struck.strike), struck.rules);
    // The look must not see the strikes of the run before.
    await delay(100);
    await drive(struck);
    await place.watch.until(() => (place.watch.hits[0] ?? 0) > 0, struckWithinMilliseconds);
    await place.unsettled(quietWithinSeconds);
    counts.push((await hits(place.shop))[0] ?? 0);
    await endFaults(place.shop);
  }
  return counts;
}

/** Does it for all, so many at once. */
export async function limited<Item, Done>(
  atOnce: number,
  items: readonly Item[],
  action: (item: Item) => Promise<Done>,
): Promise<Done[]> {
  const done: Done[] = [];
  const waiting = [...items.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) done[next[0]] = await action(next[1]);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return done;
}
