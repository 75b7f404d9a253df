import { setTimeout as pause } from 'node:timers/promises';
import { endFaults, hits, inject } from '../support/faults.ts';
import type { Shop } from '../support/shop.ts';
import type { FaultStep, KillStep } from './step.ts';
import { increase, type Tally } from './tally.ts';

/** A moment to ask afterwards whether something went wrong since. */
export type Moment = number;

/** What goes wrong by will: faults and kills. Only as long as there are any may a request stay without a good answer. */
export class Weather {
  readonly #shop: Shop;
  readonly #tally: Tally;
  #faults: FaultStep | undefined;
  #disturbances = 0;
  /** One change after the other. */
  #changes: Promise<unknown> = Promise.resolve();
  #up: Promise<unknown> = Promise.resolve();

  constructor(shop: Shop, tally: Tally) {
    this.#shop = shop;
    this.#tally = tally;
  }

  now(): Moment {
    return this.#disturbances;
  }

  /** Whether anything went wrong by will between a moment and now. */
  wasRoughSince(moment: Moment): boolean {
    return this.#faults !== undefined || this.#disturbances > moment;
  }

  /** Whether anything ever did. */
  get wasEverRough(): boolean {
    return this.wasRoughSince(0);
  }

  /** Settles once the local run is up; at once, unless somebody has just killed it. */
  up(): Promise<unknown> {
    return this.#up;
  }

  begin(faults: FaultStep): Promise<void> {
    return this.#change(async () => {
      await this.#count();
      this.#disturbances += 1;
      this.#faults = faults;
      await inject(this.#shop, faults.seed, faults.rules);
    });
  }

  end(): Promise<void> {
    return this.#change(async () => {
      await this.#count();
      await endFaults(this.#shop);
      this.#disturbances += 1;
      this.#faults = undefined;
    });
  }

  kill(step: KillStep): Promise<void> {
    return this.#change(async () => {
      await this.#count();
      await pause(step.afterMilliseconds);
      this.#disturbances += 1;
      const restart = this.#killAndStart(step);
      // Whoever waits for it is told of a failure below, and not as a rejection that nobody handles.
      this.#up = restart.catch(() => undefined);
      await restart;
    });
  }

  async #killAndStart({ againAfterMilliseconds }: KillStep): Promise<void> {
    const { run } = this.#shop;
    await this.#killOnce();
    if (againAfterMilliseconds > 0) {
      const start = run.restart().then(
        () => 'it came up',
        () => 'it was killed',
      );
      await Promise.race([start, pause(againAfterMilliseconds)]);
      await this.#killOnce();
      await start;
    }
    await run.restart();
    // What the process had been told is gone with it.
    if (this.#faults !== undefined) await inject(this.#shop, this.#faults.seed, this.#faults.rules);
  }

  async #killOnce(): Promise<void> {
    await this.#shop.run.kill();
    this.#tally.kills += 1;
  }

  /** How often the present faults have struck: the process forgets it when others begin. */
  async #count(): Promise<void> {
    const struck = this.#faults === undefined ? [] : await hits(this.#shop);
    for (const [index, { fault }] of (this.#faults?.rules ?? []).entries()) {
      increase(this.#tally.faults, fault, struck[index]);
    }
  }

  #change(change: () => Promise<void>): Promise<void> {
    const done = this.#changes.then(change);
    this.#changes = done.catch(() => undefined);
    return done;
  }
}
