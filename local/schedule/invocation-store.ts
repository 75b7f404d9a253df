import type { Journal } from '../journal/journal.ts';
import type { Row } from '../journal/row.ts';

/** An asynchronous invocation that Lambda has accepted and not finished. */
export type Invocation = {
  readonly n: number;
  readonly requestId: string;
  /** What asked for it, such as a schedule. */
  readonly sourceArn: string;
  readonly functionArn: string;
  /** The event, as JSON text. */
  readonly payload: string;
  readonly acceptedAt: number;
  /** How many attempts have ended in a function error. */
  readonly failures: number;
  readonly dueAt: number;
};

/** The journalled asynchronous invocations. */
export class InvocationStore {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.define(`
      CREATE TABLE IF NOT EXISTS async_invocations (
        n INTEGER PRIMARY KEY AUTOINCREMENT, request_id TEXT NOT NULL, source TEXT NOT NULL, function TEXT NOT NULL,
        payload TEXT NOT NULL, accepted_at INTEGER NOT NULL, failures INTEGER NOT NULL, due_at INTEGER NOT NULL
      ) STRICT
    `);
  }

  add(invocation: Omit<Invocation, 'n'>): Invocation {
    const { requestId, sourceArn, functionArn, payload, acceptedAt, failures, dueAt } = invocation;
    const { insertedId } = this.#journal
      .statement(
        `INSERT INTO async_invocations (request_id, source, function, payload, accepted_at, failures, due_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(requestId, sourceArn, functionArn, payload, acceptedAt, failures, dueAt);
    return { ...invocation, n: insertedId };
  }

  update({ n, failures, dueAt }: Invocation): void {
    this.#journal
      .statement('UPDATE async_invocations SET failures = ?, due_at = ? WHERE n = ?')
      .run(failures, dueAt, n);
  }

  remove({ n }: Invocation): void {
    this.#journal.statement('DELETE FROM async_invocations WHERE n = ?').run(n);
  }

  all(): readonly Invocation[] {
    return this.#journal.statement('SELECT * FROM async_invocations ORDER BY n').all().map(readInvocation);
  }
}

function readInvocation(row: Row): Invocation {
  return {
    n: row.integer('n'),
    requestId: row.text('request_id'),
    sourceArn: row.text('source'),
    functionArn: row.text('function'),
    payload: row.text('payload'),
    acceptedAt: row.integer('accepted_at'),
    failures: row.integer('failures'),
    dueAt: row.integer('due_at'),
  };
}
