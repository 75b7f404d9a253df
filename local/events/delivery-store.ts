import type { Journal } from '../journal/journal.ts';
import type { Row } from '../journal/row.ts';

/** An event of a bus or of a schedule on its way to one target. */
export type Delivery = {
  readonly n: number;
  readonly eventId: string;
  /** The rule or schedule that sends it. */
  readonly sourceArn: string;
  readonly targetId: string;
  readonly targetArn: string;
  /** The delivered envelope, as JSON text. */
  readonly body: string;
  readonly acceptedAt: number;
  /** How many tries have failed. */
  readonly failures: number;
  readonly dueAt: number;
};

/** The journalled deliveries that are still to be made: a row is written with the event's acceptance, and removed with the send. */
export class DeliveryStore {
  readonly #journal: Journal;
  readonly #table: string;

  /** `table` is the name of the journal's table, a constant of the owner. */
  constructor(journal: Journal, table: string) {
    this.#journal = journal;
    this.#table = table;
    journal.define(`
      CREATE TABLE IF NOT EXISTS ${table} (
        n INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL, source TEXT NOT NULL, target_id TEXT NOT NULL,
        target TEXT NOT NULL, body TEXT NOT NULL, accepted_at INTEGER NOT NULL, failures INTEGER NOT NULL,
        due_at INTEGER NOT NULL
      ) STRICT
    `);
  }

  add(delivery: Omit<Delivery, 'n'>): Delivery {
    const { insertedId } = this.#journal
      .statement(
        `INSERT INTO ${this.#table} (event_id, source, target_id, target, body, accepted_at, failures, due_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        delivery.eventId,
        delivery.sourceArn,
        delivery.targetId,
        delivery.targetArn,
        delivery.body,
        delivery.acceptedAt,
        delivery.failures,
        delivery.dueAt,
      );
    return { ...delivery, n: insertedId };
  }

  postpone(delivery: Delivery, dueAt: number): Delivery {
    const failures = delivery.failures + 1;
    this.#journal
      .statement(`UPDATE ${this.#table} SET failures = ?, due_at = ? WHERE n = ?`)
      .run(failures, dueAt, delivery.n);
    return { ...delivery, failures, dueAt };
  }

  remove(delivery: Delivery): void {
    this.#journal.statement(`DELETE FROM ${this.#table} WHERE n = ?`).run(delivery.n);
  }

  all(): readonly Delivery[] {
    return this.#journal.statement(`SELECT * FROM ${this.#table} ORDER BY n`).all().map(readDelivery);
  }

  count(): number {
    return (
      this.#journal.statement(`SELECT count(*) AS deliveries FROM ${this.#table}`).get()?.integer('deliveries') ?? 0
    );
  }
}

function readDelivery(row: Row): Delivery {
  return {
    n: row.integer('n'),
    eventId: row.text('event_id'),
    sourceArn: row.text('source'),
    targetId: row.text('target_id'),
    targetArn: row.text('target'),
    body: row.text('body'),
    acceptedAt: row.integer('accepted_at'),
    failures: row.integer('failures'),
    dueAt: row.integer('due_at'),
  };
}
