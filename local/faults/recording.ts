import type { InterceptionPoint, Interceptor } from '../ports.ts';
import { type Work, workAt } from './work.ts';

/** What of a piece of work says which it is, in the terms of the rules. */
export type WorkName = Pick<Work, 'at' | 'service' | 'operation' | 'function'>;

/** One piece of work, in the order in which it came by; `about` are those of the asked ids that it names. */
export type RecordedWork = WorkName & { readonly n: number; readonly about: readonly string[] };

/** How often work of a name came by. */
export type WorkCount = WorkName & { readonly count: number };

type Kept = WorkName & { readonly n: number; readonly text: string };

const MOST_CHARACTERS = 64 * 1024 * 1024;

/**
 * Takes note of every piece of work at a point where a fault can strike, so that a list of them is found by looking
 * and not by thinking. It keeps the latest, as many as it is told to and has room for; it counts all of them.
 */
export class Recording implements Interceptor {
  readonly #next: Interceptor;
  #limit: number | undefined;
  #kept: Kept[] = [];
  #characters = 0;
  #counts = new Map<string, { readonly name: WorkName; count: number }>();
  #last = 0;

  /** @param next what happens to the work */
  constructor(next: Interceptor) {
    this.#next = next;
  }

  /** Forgets what was recorded, and begins anew. */
  begin(limit: number): void {
    this.end();
    this.#limit = limit;
  }

  end(): void {
    this.#limit = undefined;
    this.#kept = [];
    this.#characters = 0;
    this.#counts = new Map();
  }

  intercept<T>(point: InterceptionPoint, act: () => Promise<T>): Promise<T> {
    if (this.#limit !== undefined) this.#record(workAt(point), this.#limit);
    return this.#next.intercept(point, act);
  }

  /** What was kept after the given number, and which of the ids each piece names. */
  workAfter(after: number, ids: readonly string[]): RecordedWork[] {
    return this.#kept
      .filter(({ n }) => n > after)
      .map(({ text, ...work }) => ({ ...work, about: ids.filter((id) => text.includes(id)) }));
  }

  get counts(): WorkCount[] {
    return [...this.#counts.values()].map(({ name, count }) => ({ ...name, count }));
  }

  get last(): number {
    return this.#last;
  }

  #record({ at, service, operation, function: functionName, text }: Work, limit: number): void {
    const name: WorkName = { at, service, operation, function: functionName };
    const key = JSON.stringify(Object.values(name));
    const counted = this.#counts.get(key) ?? { name, count: 0 };
    this.#counts.set(key, counted);
    counted.count += 1;
    this.#last += 1;
    this.#kept.push({ ...name, n: this.#last, text });
    this.#characters += text.length;
    this.#makeRoom(limit);
  }

  #makeRoom(limit: number): void {
    let surplus = Math.max(0, this.#kept.length - limit);
    for (let index = 0; index < this.#kept.length; index += 1) {
      if (index >= surplus && this.#characters <= MOST_CHARACTERS) break;
      this.#characters -= this.#kept[index]?.text.length ?? 0;
      surplus = Math.max(surplus, index + 1);
    }
    this.#kept.splice(0, surplus);
  }
}
