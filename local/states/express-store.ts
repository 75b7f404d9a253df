import type { Journal } from '../journal/journal.ts';
import type { Execution } from './execution.ts';

/** An execution as it was accepted; times are milliseconds since the epoch. */
export type AcceptedExecution = Pick<
  Execution,
  'arn' | 'machineArn' | 'definition' | 'name' | 'input' | 'startedAt' | 'deadlineAt'
>;

/** The Express executions that were accepted and have not ended: all that a death of the process leaves of them. */
export class ExpressStore {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.define(`
      CREATE TABLE IF NOT EXISTS express_executions (
        arn TEXT PRIMARY KEY, machine TEXT NOT NULL, definition TEXT, name TEXT NOT NULL, input TEXT NOT NULL,
        started_at INTEGER NOT NULL, deadline_at INTEGER
      ) STRICT;
    `);
  }

  add({ arn, machineArn, definition, name, input, startedAt, deadlineAt }: AcceptedExecution): void {
    this.#journal
      .statement('INSERT INTO express_executions VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(arn, machineArn, definition ?? null, name, input, startedAt, deadlineAt ?? null);
  }

  remove(arn: string): void {
    this.#journal.statement('DELETE FROM express_executions WHERE arn = ?').run(arn);
  }

  of(machineArn: string): readonly AcceptedExecution[] {
    return this.#journal
      .statement('SELECT * FROM express_executions WHERE machine = ? ORDER BY started_at')
      .all(machineArn)
      .map((row) => ({
        arn: row.text('arn'),
        machineArn: row.text('machine'),
        definition: row.optionalText('definition'),
        name: row.text('name'),
        input: row.text('input'),
        startedAt: row.integer('started_at'),
        deadlineAt: row.optionalInteger('deadline_at'),
      }));
  }
}
