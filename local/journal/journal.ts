import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { Row } from './row.ts';

/** The largest part of the log that is written back to the database file at once: about 16 MB. */
const CHECKPOINT_PAGES = 4000;

/** A prepared statement of the journal. */
export class Statement {
  readonly #statement: StatementSync;

  constructor(statement: StatementSync) {
    this.#statement = statement;
  }

  /** Runs a statement that writes, and tells how many rows it changed and the id of the row it inserted last. */
  run(...values: readonly SQLInputValue[]): { readonly changes: number; readonly insertedId: number } {
    const result = this.#statement.run(...values);
    return { changes: Number(result.changes), insertedId: Number(result.lastInsertRowid) };
  }

  all(...values: readonly SQLInputValue[]): readonly Row[] {
    return this.#statement.all(...values).map((columns) => new Row(columns));
  }

  get(...values: readonly SQLInputValue[]): Row | undefined {
    const columns = this.#statement.get(...values);
    return columns && new Row(columns);
  }
}

/**
 * The durable state of the local runtime, in one SQLite file. Each part defines and owns its own tables.
 *
 * WAL with `synchronous = NORMAL` hands every commit to the operating system before `transaction` returns, so a
 * commit survives any death of this process, SIGKILL included. Only a crash of the machine itself can lose the last
 * commits (never corrupt the file), and that is worth a throughput that does not wait for the disk. The exclusive
 * lock refuses a second runtime on the same directory.
 */
export class Journal {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Statement>();
  #inTransaction = false;
  #afterCommit: (() => void)[] = [];

  /** Opens or creates the journal; `:memory:` keeps nothing. */
  constructor(path: string) {
    this.#database = new DatabaseSync(path);
    this.#database.exec(`
      PRAGMA locking_mode = EXCLUSIVE;
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
    `);
  }

  /** Creates a part's tables and indexes; they must tolerate that they exist. */
  define(statements: string): void {
    this.#database.exec(statements);
  }

  /** The prepared statement for this SQL; prepared once. */
  statement(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = new Statement(this.#database.prepare(sql));
    this.#statements.set(sql, statement);
    return statement;
  }

  /** Commits everything that `act` writes, or nothing if it throws. A transaction within another joins it. */
  transaction<T>(act: () => T): T {
    if (this.#inTransaction) return act();
    const result = this.#commit(act);
    const actions = this.#afterCommit;
    this.#afterCommit = [];
    for (const action of actions) action();
    return result;
  }

  /** Calls `action` once the current transaction has committed, at once if there is none, never if it fails. */
  afterCommit(action: () => void): void {
    if (this.#inTransaction) this.#afterCommit.push(action);
    else action();
  }

  #commit<T>(act: () => T): T {
    this.#database.exec('BEGIN IMMEDIATE');
    this.#inTransaction = true;
    try {
      const result = act();
      this.#database.exec('COMMIT');
      return result;
    } catch (error) {
      this.#afterCommit = [];
      this.#database.exec('ROLLBACK');
      throw error;
    } finally {
      this.#inTransaction = false;
    }
  }

  close(): void {
    this.#database.close();
  }
}
