import type { Journal } from '../journal/journal.ts';
import type { Row } from '../journal/row.ts';

/** One event that a bus accepted, in the order of acceptance over all buses. */
export type LoggedEvent = {
  readonly n: number;
  /** RFC 3339, the time of acceptance. */
  readonly at: string;
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
};

/** The journalled log of everything that the buses accepted. */
export class EventLog {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.define(`
      CREATE TABLE IF NOT EXISTS bus_events (
        n INTEGER PRIMARY KEY AUTOINCREMENT, bus TEXT NOT NULL, at INTEGER NOT NULL,
        source TEXT NOT NULL, detail_type TEXT NOT NULL, detail TEXT NOT NULL
      ) STRICT
    `);
  }

  /** Appends an event; `detail` is its JSON text. */
  append(busName: string, atMilliseconds: number, source: string, detailType: string, detail: string): void {
    this.#journal
      .statement('INSERT INTO bus_events (bus, at, source, detail_type, detail) VALUES (?, ?, ?, ?, ?)')
      .run(busName, atMilliseconds, source, detailType, detail);
  }

  /** The events of one bus that were accepted after number `n`, oldest first. */
  after(n: number, busName: string): readonly LoggedEvent[] {
    return this.#journal
      .statement('SELECT * FROM bus_events WHERE n > ? AND bus = ? ORDER BY n')
      .all(n, busName)
      .map(readLoggedEvent);
  }
}

function readLoggedEvent(row: Row): LoggedEvent {
  return {
    n: row.integer('n'),
    at: new Date(row.integer('at')).toISOString(),
    source: row.text('source'),
    detailType: row.text('detail_type'),
    detail: row.json('detail'),
  };
}
