import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LocalRunSettings } from './local-run.ts';

/**
 * Seconds by a part of a function's name as the template has it, such as `AuthorizePayment`. The empty name is for all
 * functions that are not named, and `main` for the process that queues, streams and timers are in.
 */
export type Shifts = Readonly<Record<string, number>>;

/** The clocks of a local run, which can be set while it runs; see shifted-clocks.mjs. */
export class ShiftedClocks {
  readonly #directory = mkdtempSync(join(tmpdir(), 'holdfast-clocks-'));
  readonly #file = join(this.#directory, 'clocks.json');

  constructor() {
    this.set({});
  }

  /** What the local run has to be started with. */
  get settings(): LocalRunSettings {
    const module = pathToFileURL(join(import.meta.dirname, 'shifted-clocks.mjs')).href;
    return { NODE_OPTIONS: `--import ${module}`, CLOCKS_FILE: this.#file };
  }

  /** Whole at every instant, since it is read at every look at a clock. */
  set(shifts: Shifts): void {
    writeFileSync(`${this.#file}.next`, JSON.stringify(shifts));
    renameSync(`${this.#file}.next`, this.#file);
  }

  remove(): void {
    rmSync(this.#directory, { recursive: true });
  }
}
