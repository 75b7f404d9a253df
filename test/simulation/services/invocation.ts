import { AsyncLocalStorage } from 'node:async_hooks';

/** One running invocation of a handler. Once it is dead, nothing that it goes on to do has any effect. */
export class Invocation {
  readonly function: string;
  #isDead = false;
  readonly #onDeath: (reason: string) => void;

  constructor(name: string, onDeath: (reason: string) => void) {
    this.function = name;
    this.#onDeath = onDeath;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** Its worker dies here and now: whoever waits for it is told, and it never runs on. */
  die(reason: string): void {
    if (this.#isDead) return;
    this.#isDead = true;
    this.#onDeath(reason);
  }
}

export const invocations = new AsyncLocalStorage<Invocation>();

/** What a dead invocation waits for. */
export function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined);
}
