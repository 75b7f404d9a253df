import * as z from 'zod';
import type { Journal } from '../journal/journal.ts';
import type { Row } from '../journal/row.ts';
import type { Advance } from './advance.ts';
import type { Execution, ExecutionStatus, HistoryEvent } from './execution.ts';
import { EXECUTION_COLUMNS, executionValues, readExecution } from './execution-codec.ts';

const historyEventType = z.enum([
  'StateEntered',
  'WaitStarted',
  'RetryScheduled',
  'ErrorCaught',
  'ExecutionRedriven',
  'ExecutionSucceeded',
  'ExecutionFailed',
  'ExecutionTimedOut',
  'ExecutionAborted',
]);

const UPSERT = `
  INSERT INTO executions (${EXECUTION_COLUMNS.join(', ')}) VALUES (${EXECUTION_COLUMNS.map(() => '?').join(', ')})
  ON CONFLICT (arn) DO UPDATE SET ${EXECUTION_COLUMNS.map((column) => `${column} = excluded.${column}`).join(', ')}`;

/** The journalled executions of all state machines, and the history of each. */
export class ExecutionStore {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.define(`
      CREATE TABLE IF NOT EXISTS executions (
        arn TEXT PRIMARY KEY, machine TEXT NOT NULL, name TEXT NOT NULL, input TEXT NOT NULL, status TEXT NOT NULL,
        started_at INTEGER NOT NULL, stopped_at INTEGER, output TEXT, error TEXT, cause TEXT, state TEXT NOT NULL,
        state_input TEXT NOT NULL, variables TEXT NOT NULL, entered_at INTEGER NOT NULL, retries TEXT NOT NULL,
        due_at INTEGER, deadline_at INTEGER, redrive_count INTEGER NOT NULL, redriven_at INTEGER,
        definition TEXT
      ) STRICT;
      CREATE INDEX IF NOT EXISTS executions_by_start ON executions (machine, started_at);
      CREATE INDEX IF NOT EXISTS executions_running ON executions (machine, state) WHERE status = 'RUNNING';
      CREATE TABLE IF NOT EXISTS execution_history (
        n INTEGER PRIMARY KEY AUTOINCREMENT, execution TEXT NOT NULL, at INTEGER NOT NULL, type TEXT NOT NULL,
        state TEXT NOT NULL, detail TEXT
      ) STRICT;
      CREATE INDEX IF NOT EXISTS execution_history_by_execution ON execution_history (execution);
    `);
    this.#addDefinitionColumn();
  }

  /** A journal of an earlier version has executions without a definition of their own. */
  #addDefinitionColumn(): void {
    const column = this.#journal
      .statement("SELECT 1 FROM pragma_table_info('executions') WHERE name = 'definition'")
      .get();
    if (column === undefined) this.#journal.define('ALTER TABLE executions ADD COLUMN definition TEXT');
  }

  /** Writes an execution's new state and what its history tells of it; call it in a transaction. */
  save({ execution, history }: Advance, now: number): void {
    this.#journal.statement(UPSERT).run(...executionValues(execution));
    for (const { type, state, detail } of history) {
      this.#journal
        .statement('INSERT INTO execution_history (execution, at, type, state, detail) VALUES (?, ?, ?, ?, ?)')
        .run(execution.arn, now, type, state, detail ?? null);
    }
  }

  get(arn: string): Execution | undefined {
    const row = this.#journal.statement('SELECT * FROM executions WHERE arn = ?').get(arn);
    return row && readExecution(row);
  }

  running(machineArn: string): readonly Execution[] {
    return this.#journal
      .statement("SELECT * FROM executions WHERE machine = ? AND status = 'RUNNING' ORDER BY started_at")
      .all(machineArn)
      .map(readExecution);
  }

  /** Executions of a machine, newest first, from `offset` on. */
  list(machineArn: string, status: ExecutionStatus | undefined, limit: number, offset: number): readonly Execution[] {
    return this.#journal
      .statement(
        `SELECT * FROM executions WHERE machine = ?1 AND (?2 IS NULL OR status = ?2)
         ORDER BY started_at DESC, rowid DESC LIMIT ?3 OFFSET ?4`,
      )
      .all(machineArn, status ?? null, limit, offset)
      .map(readExecution);
  }

  history(arn: string): readonly HistoryEvent[] {
    return this.#journal
      .statement('SELECT * FROM execution_history WHERE execution = ? ORDER BY n')
      .all(arn)
      .map(readHistoryEvent);
  }

  /** How many running executions of a machine are in each state. */
  countsByState(machineArn: string): readonly { readonly state: string; readonly executions: number }[] {
    return this.#journal
      .statement(
        `SELECT state, count(*) AS executions FROM executions
         WHERE machine = ? AND status = 'RUNNING' GROUP BY state ORDER BY state`,
      )
      .all(machineArn)
      .map((row) => ({ state: row.text('state'), executions: row.integer('executions') }));
  }
}

function readHistoryEvent(row: Row): HistoryEvent {
  return {
    n: row.integer('n'),
    at: new Date(row.integer('at')).toISOString(),
    type: historyEventType.parse(row.text('type')),
    state: row.text('state'),
    detail: row.optionalText('detail'),
  };
}
