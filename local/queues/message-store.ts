import type { Journal } from '../journal/journal.ts';
import type { Row } from '../journal/row.ts';
import { type Message, type MessageAttributes, readMessage } from './message.ts';

/** How many messages of a queue are in which state. */
export type MessageCounts = { readonly visible: number; readonly inFlight: number; readonly delayed: number };

/** What a sender hands in. */
export type NewMessage = {
  readonly id: string;
  readonly queueArn: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly sentAt: number;
  readonly visibleAt: number;
};

/** The journalled messages of all queues. */
export class MessageStore {
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
    journal.define(`
      CREATE TABLE IF NOT EXISTS messages (
        n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, queue TEXT NOT NULL, body TEXT NOT NULL,
        attributes TEXT NOT NULL, sent_at INTEGER NOT NULL, visible_at INTEGER NOT NULL,
        receive_count INTEGER NOT NULL, first_received_at INTEGER, receipt_handle TEXT, source TEXT
      ) STRICT;
      CREATE INDEX IF NOT EXISTS messages_by_visibility ON messages (queue, visible_at);
    `);
  }

  /** Makes every message visible that was received and not deleted: its receiver died with the process. */
  returnReceived(now: number): void {
    this.#journal
      .statement('UPDATE messages SET visible_at = ? WHERE receipt_handle IS NOT NULL AND visible_at > ?')
      .run(now, now);
  }

  add(message: NewMessage): void {
    this.#journal
      .statement(
        `INSERT INTO messages (id, queue, body, attributes, sent_at, visible_at, receive_count)
         VALUES (?, ?, ?, ?, ?, ?, 0)`,
      )
      .run(
        message.id,
        message.queueArn,
        message.body,
        JSON.stringify(message.attributes),
        message.sentAt,
        message.visibleAt,
      );
  }

  get(n: number): Message | undefined {
    const row = this.#journal.statement('SELECT * FROM messages WHERE n = ?').get(n);
    return row && readMessage(row);
  }

  /** The messages that can be received, the longest visible first. */
  visible(queueArn: string, now: number, limit: number): readonly Message[] {
    return this.#journal
      .statement('SELECT * FROM messages WHERE queue = ? AND visible_at <= ? ORDER BY visible_at, n LIMIT ?')
      .all(queueArn, now, limit)
      .map(readMessage);
  }

  all(queueArn: string): readonly Message[] {
    return this.#journal.statement('SELECT * FROM messages WHERE queue = ? ORDER BY n').all(queueArn).map(readMessage);
  }

  /** When the next message of a queue is or was visible. */
  nextVisibleAt(queueArn: string): number | undefined {
    return this.#journal
      .statement('SELECT min(visible_at) AS next FROM messages WHERE queue = ?')
      .get(queueArn)
      ?.optionalInteger('next');
  }

  setReceived(message: Message): void {
    this.#journal
      .statement(
        'UPDATE messages SET visible_at = ?, receive_count = ?, first_received_at = ?, receipt_handle = ? WHERE n = ?',
      )
      .run(
        message.visibleAt,
        message.receiveCount,
        message.firstReceivedAt ?? null,
        message.receiptHandle ?? null,
        message.n,
      );
  }

  setVisibleAt(n: number, visibleAt: number): void {
    this.#journal.statement('UPDATE messages SET visible_at = ? WHERE n = ?').run(visibleAt, n);
  }

  /** Moves a message to the dead-letter queue of its queue; its age and its receive count go with it. */
  moveToDeadLetters(message: Message, deadLetterArn: string, now: number): void {
    this.#journal
      .statement('UPDATE messages SET queue = ?, source = ?, visible_at = ?, receipt_handle = NULL WHERE n = ?')
      .run(deadLetterArn, message.queueArn, now, message.n);
  }

  remove(n: number): void {
    this.#journal.statement('DELETE FROM messages WHERE n = ?').run(n);
  }

  removeSentBefore(queueArn: string, sentAt: number): void {
    this.#journal.statement('DELETE FROM messages WHERE queue = ? AND sent_at < ?').run(queueArn, sentAt);
  }

  counts(queueArn: string, now: number): MessageCounts {
    const row = this.#journal
      .statement(
        `SELECT count(*) AS total, count(*) FILTER (WHERE visible_at <= ?1) AS visible,
           count(*) FILTER (WHERE visible_at > ?1 AND receipt_handle IS NOT NULL) AS in_flight
         FROM messages WHERE queue = ?2`,
      )
      .get(now, queueArn);
    return row ? readCounts(row) : { visible: 0, inFlight: 0, delayed: 0 };
  }
}

function readCounts(row: Row): MessageCounts {
  const visible = row.integer('visible');
  const inFlight = row.integer('in_flight');
  return { visible, inFlight, delayed: row.integer('total') - visible - inFlight };
}
