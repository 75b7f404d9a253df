// Commits a row, leaves another uncommitted, and dies at once, as a runtime that is killed does.
import { Journal } from '../../../local/journal/journal.ts';

const journal = new Journal(process.argv[2]);
journal.define('CREATE TABLE notes (text TEXT) STRICT');
const insert = journal.statement('INSERT INTO notes (text) VALUES (?)');
journal.transaction(() => insert.run('committed'));
journal.transaction(() => {
  insert.run('uncommitted');
  process.kill(process.pid, 'SIGKILL');
});
