import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectDirectory } from './bundles.ts';

const keptMilliseconds = 24 * 60 * 60 * 1_000;

/** Keeps what was built below `build/`, by the sources that it was built from: the same sources give the same bytes. */
export class BuildCache {
  readonly #parent: string;
  /** Where the build of these very sources is, once there is one. */
  readonly directory: string;

  /** @param sources files and folders, relative to the project: all that the build reads */
  constructor(name: string, sources: readonly string[]) {
    this.#parent = join(projectDirectory, 'build', name);
    this.directory = join(this.#parent, digestOf(sources));
  }

  get isBuilt(): boolean {
    return existsSync(this.directory);
  }

  /** An empty directory to build into. */
  draft(): string {
    mkdirSync(this.#parent, { recursive: true });
    this.#removeOld();
    return mkdtempSync(`${this.directory}-`);
  }

  /** Makes a draft that is complete the build of these sources. */
  keep(draft: string): void {
    try {
      renameSync(draft, this.directory);
    } catch (error) {
      // Somebody else was first, with the same bytes.
      rmSync(draft, { recursive: true });
      if (!this.isBuilt) throw error;
    }
  }

  /** Builds of other sources, but for those that may be in use. */
  #removeOld(): void {
    for (const name of readdirSync(this.#parent)) {
      const path = join(this.#parent, name);
      if (Date.now() - statSync(path).mtimeMs > keptMilliseconds) rmSync(path, { recursive: true, force: true });
    }
  }
}

function digestOf(sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const path of sources.flatMap(filesIn)) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(projectDirectory, path)))
      .update('\0');
  }
  return hash.digest('hex').slice(0, 32);
}

/** The file itself, or all files of a folder, in a fixed order; paths relative to the project. */
function filesIn(path: string): string[] {
  const absolute = join(projectDirectory, path);
  if (!statSync(absolute).isDirectory()) return [path];
  const entries = readdirSync(absolute, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.map((file) => file.slice(projectDirectory.length + 1)).sort();
}
