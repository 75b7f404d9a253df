import { createHash } from 'node:crypto';
import type { ItemChange } from './dynamodb/store.ts';

/** Everything that was written, in order: by its digest two runs are compared, and by its lines one is understood. */
export class History {
  readonly #digest = createHash('sha256');
  readonly #now: () => number;
  readonly #begun: number;
  /** What lines must hold to be kept; none are where it is `undefined`. */
  readonly #wanted: string | undefined;
  readonly lines: string[] = [];

  constructor(now: () => number, wanted: string | undefined) {
    this.#now = now;
    this.#begun = now();
    this.#wanted = wanted;
  }

  follow({ place, after }: ItemChange): void {
    const seconds = ((this.#now() - this.#begun) / 1_000).toFixed(3);
    const head = `${seconds.padStart(10)} ${place.id}`;
    this.#digest.update(head);
    if (this.#wanted === undefined) return;
    const line = `${head} ${JSON.stringify(after)}`;
    this.#digest.update(line);
    if (line.includes(this.#wanted)) this.lines.push(line);
  }

  digest(): string {
    return this.#digest.digest('hex');
  }
}
