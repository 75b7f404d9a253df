import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Journal } from '../../../local/journal/journal.ts';
import { temporaryJournal } from '../temporary-journal.ts';

const TABLE = 'CREATE TABLE IF NOT EXISTS notes (n INTEGER PRIMARY KEY, text TEXT, weight INTEGER) STRICT';

function note(journal: Journal, text: string): void {
  journal.statement('INSERT INTO notes (text) VALUES (?)').run(text);
}

function notes(journal: Journal): readonly string[] {
  return journal
    .statement('SELECT text FROM notes ORDER BY rowid')
    .all()
    .map((row) => row.text('text'));
}

describe('The journal', () => {
  it('keeps what was committed, when it is opened again', () => {
    const file = temporaryJournal();
    file.journal.define(TABLE);
    file.journal.transaction(() => note(file.journal, 'kept'));
    const reopened = file.reopen();
    reopened.define(TABLE);
    expect(notes(reopened)).toEqual(['kept']);
  });

  it('has what a process committed that was killed right after, and nothing else', () => {
    const directory = mkdtempSync(join(tmpdir(), 'journal-'));
    const path = join(directory, 'journal.db');
    const writer = join(import.meta.dirname, 'killed-writer.mjs');
    expect(spawnSync(process.execPath, [writer, path]).signal).toBe('SIGKILL');
    const journal = new Journal(path);
    expect(notes(journal)).toEqual(['committed']);
    journal.close();
    rmSync(directory, { recursive: true });
  });

  it('writes nothing of a transaction that fails, and none of its actions after the commit run', () => {
    const journal = new Journal(':memory:');
    journal.define(TABLE);
    const seen: string[] = [];
    const failing = () =>
      journal.transaction(() => {
        note(journal, 'lost');
        journal.afterCommit(() => seen.push('lost'));
        throw new Error('no');
      });
    expect(failing).toThrow('no');
    expect(notes(journal)).toEqual([]);
    journal.transaction(() => note(journal, 'next'));
    expect(seen).toEqual([]);
  });

  it('commits a transaction within another together with it', () => {
    const journal = new Journal(':memory:');
    journal.define(TABLE);
    const failing = () =>
      journal.transaction(() => {
        journal.transaction(() => note(journal, 'inner'));
        throw new Error('outer');
      });
    expect(failing).toThrow('outer');
    expect(notes(journal)).toEqual([]);
  });

  it('runs an action after the outermost commit, and at once if there is no transaction', () => {
    const journal = new Journal(':memory:');
    journal.define(TABLE);
    const seen: string[] = [];
    journal.transaction(() => {
      journal.transaction(() => journal.afterCommit(() => seen.push('after the commit')));
      seen.push('within');
    });
    journal.afterCommit(() => seen.push('at once'));
    expect(seen).toEqual(['within', 'after the commit', 'at once']);
  });

  it('refuses a second runtime on the same file', () => {
    const file = temporaryJournal();
    const location = file.journal.statement('PRAGMA database_list').get()?.text('file') ?? '';
    expect(() => new Journal(location)).toThrow('locked');
  });

  it('tells a column that holds another type than expected', () => {
    const journal = new Journal(':memory:');
    journal.define(TABLE);
    note(journal, 'text');
    const row = journal.statement('SELECT * FROM notes').get();
    expect(() => row?.integer('text')).toThrow('column text holds no integer');
    expect(() => row?.text('absent')).toThrow('column absent holds no text');
    expect(row?.optionalInteger('weight')).toBeUndefined();
  });
});
