import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareDataDirectory } from '../../bin/local/data-directory.ts';
import { temporaryDirectory } from '../local/temporary-directory.ts';

describe('The data directory', () => {
  it('is created with its parents, and kept', () => {
    const path = join(temporaryDirectory(), 'a', 'b');
    const directory = prepareDataDirectory(path);
    directory.dispose();
    expect(directory.path).toBe(path);
    expect(existsSync(path)).toBe(true);
  });

  it('is removed in the end if nothing is to be kept', () => {
    const directory = prepareDataDirectory(':memory:');
    expect(existsSync(directory.path)).toBe(true);
    directory.dispose();
    expect(existsSync(directory.path)).toBe(false);
  });

  it('cannot stand where nothing can be written', () => {
    const file = join(temporaryDirectory(), 'file');
    writeFileSync(file, '');
    expect(() => prepareDataDirectory(join(file, 'x'))).toThrow(`DATA_DIR ${file}/x cannot be written (ENOTDIR)`);
    expect(() => prepareDataDirectory('/proc/nowhere')).toThrow('cannot be written (ENOENT)');
  });
});
