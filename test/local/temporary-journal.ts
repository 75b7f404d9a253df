import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { Journal } from '../../local/journal/journal.ts';

/**
 * A journal in a file that a test can reopen as a new run of the runtime would. Everything committed is in the file,
 * so that closing it without stopping its parts is what a kill of the process leaves.
 */
export function temporaryJournal(): { journal: Journal; reopen(): Journal } {
  const directory = mkdtempSync(join(tmpdir(), 'journal-'));
  const path = join(directory, 'journal.db');
  const state = {
    journal: new Journal(path),
    reopen: () => {
      state.journal.close();
      state.journal = new Journal(path);
      return state.journal;
    },
  };
  closers.push(() => {
    state.journal.close();
    rmSync(directory, { recursive: true });
  });
  return state;
}

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});
