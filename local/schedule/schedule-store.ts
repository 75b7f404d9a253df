import type { Journal } from '../journal/journal.ts';

/** When each schedule is due next, journalled. */
export class ScheduleStore {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.define('CREATE TABLE IF NOT EXISTS schedules (arn TEXT PRIMARY KEY, next_at INTEGER NOT NULL) STRICT');
  }

  nextAt(arn: string): number | undefined {
    return this.#journal.statement('SELECT next_at FROM schedules WHERE arn = ?').get(arn)?.integer('next_at');
  }

  setNextAt(arn: string, nextAt: number): void {
    this.#journal.statement('INSERT OR REPLACE INTO schedules (arn, next_at) VALUES (?, ?)').run(arn, nextAt);
  }
}
