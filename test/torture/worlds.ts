import type { Options } from './options.ts';
import { type Outcome, runWorld } from './run-world.ts';
import { worldAt } from './shrink.ts';
import { Tally } from './tally.ts';
import { type World, worldOf } from './world.ts';

/** A world that broke something. */
export type Failure = Outcome & { readonly number: number; readonly world: World };

/** Runs world after world, some side by side, until there were enough of them or one has broken something. */
export class Worlds {
  readonly #options: Options;
  readonly #onFailure: (number: number, violations: readonly string[]) => void;
  readonly #began = Date.now();
  readonly #running = new Set<Tally>();
  readonly #done = new Tally();
  readonly failures: Failure[] = [];
  #next = 0;

  /** @param onFailure is told at once, while other worlds still go on to their end */
  constructor(options: Options, onFailure: (number: number, violations: readonly string[]) => void) {
    this.#options = options;
    this.#onFailure = onFailure;
    this.#next = options.world ?? 0;
  }

  /** What was done so far, the worlds that still go on included. */
  get tally(): Tally {
    const all = new Tally();
    for (const tally of [this.#done, ...this.#running]) all.add(tally);
    return all;
  }

  get violationCount(): number {
    return this.failures.reduce((sum, { violations }) => sum + violations.length, 0);
  }

  get seconds(): number {
    return (Date.now() - this.#began) / 1_000;
  }

  async run(): Promise<void> {
    await Promise.all(Array.from({ length: this.#options.runs }, () => this.#runSome()));
  }

  async #runSome(): Promise<void> {
    while (!this.#isEnough()) {
      const number = this.#next;
      this.#next += 1;
      await this.#runOne(number);
    }
  }

  #isEnough(): boolean {
    const { world, until } = this.#options;
    if (this.failures.length > 0) return true;
    if (world !== undefined) return this.#next > world;
    const { orders, kills } = this.tally;
    const isReached = until.orders + until.kills > 0 && orders >= until.orders && kills >= until.kills;
    return isReached || this.seconds >= 60 * until.minutes;
  }

  async #runOne(number: number): Promise<void> {
    const { seed, climate, path } = this.#options;
    const own = worldOf(seed, number, climate);
    const world = path === undefined ? own : await worldAt(own, climate, path);
    const tally = new Tally();
    this.#running.add(tally);
    const outcome = await runWorld(world, tally);
    this.#running.delete(tally);
    this.#done.add(tally);
    if (outcome.violations.length === 0) return;
    this.failures.push({ ...outcome, number, world });
    this.#onFailure(number, outcome.violations);
  }
}
