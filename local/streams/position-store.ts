import type { Journal } from '../journal/journal.ts';

export type Position = {
  /** The last record that was handled; none: not one. */
  readonly sequenceNumber: string | undefined;
  /** The shard is closed, and all of it was handled. */
  readonly finished: boolean;
};

/** The journalled positions of one event source in the shards of its stream. */
export class PositionStore {
  readonly #journal: Journal;
  readonly #source: string;

  /** @param source names the event source and the engine's stream: a new stream is read from its start */
  constructor(journal: Journal, source: string) {
    this.#journal = journal;
    this.#source = source;
    journal.define(`
      CREATE TABLE IF NOT EXISTS stream_positions (
        source TEXT NOT NULL, shard_id TEXT NOT NULL, sequence_number TEXT, finished INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (source, shard_id)
      ) STRICT
    `);
  }

  get(shardId: string): Position {
    const row = this.#journal
      .statement('SELECT sequence_number, finished FROM stream_positions WHERE source = ? AND shard_id = ?')
      .get(this.#source, shardId);
    return { sequenceNumber: row?.optionalText('sequence_number'), finished: row?.integer('finished') === 1 };
  }

  move(shardId: string, sequenceNumber: string): void {
    this.#journal
      .statement(
        `INSERT INTO stream_positions (source, shard_id, sequence_number) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET sequence_number = excluded.sequence_number`,
      )
      .run(this.#source, shardId, sequenceNumber);
  }

  finish(shardId: string): void {
    this.#journal
      .statement(
        `INSERT INTO stream_positions (source, shard_id, finished) VALUES (?, ?, 1)
         ON CONFLICT DO UPDATE SET finished = 1`,
      )
      .run(this.#source, shardId);
  }
}
