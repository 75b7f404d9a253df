import { createHash } from 'node:crypto';
import type { Journal } from '../journal/journal.ts';

/**
 * The definitions that state machines have had. An execution keeps the one that it was started with, through updates
 * of its state machine and redrives.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html
 */
export class DefinitionStore {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.define(
      'CREATE TABLE IF NOT EXISTS machine_definitions (version TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT',
    );
  }

  /** @returns what names the definition: the same text has the same name */
  keep(text: string): string {
    const version = createHash('sha256').update(text).digest('hex');
    this.#journal
      .statement('INSERT OR IGNORE INTO machine_definitions (version, text) VALUES (?, ?)')
      .run(version, text);
    return version;
  }

  /** @throws when no machine has ever had it */
  text(version: string): string {
    const row = this.#journal.statement('SELECT text FROM machine_definitions WHERE version = ?').get(version);
    if (row === undefined) throw new Error(`No state machine has ever had the definition ${version}`);
    return row.text('text');
  }
}
