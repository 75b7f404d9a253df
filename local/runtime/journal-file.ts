import { join } from 'node:path';
import { Journal } from '../journal/journal.ts';

const SQLITE_BUSY = 5;

/** Another local run uses the data directory. */
export class DataDirectoryInUseError extends Error {
  override readonly name = 'DataDirectoryInUseError';
}

/**
 * Opens the journal of a data directory, which locks the directory for as long as this process lives.
 * @throws DataDirectoryInUseError
 */
export function openJournal(dataDirectory: string): Journal {
  try {
    return new Journal(join(dataDirectory, 'journal.db'));
  } catch (error) {
    if (!(error instanceof Error) || !('errcode' in error) || error.errcode !== SQLITE_BUSY) throw error;
    throw new DataDirectoryInUseError(`Another run uses the data directory ${dataDirectory}`);
  }
}
