import type { EscrowSteps } from '../../adapters/dynamodb/hot/escrow.ts';

/** The steps of a worker that stands still at one of its writes, and at all that would follow, until it is woken. */
export class FrozenSteps {
  readonly steps: EscrowSteps;
  /** How many writes the worker has begun. */
  count = 0;
  readonly #at: number;
  readonly #side: 'before' | 'after';
  readonly #frozen = Promise.withResolvers<void>();
  readonly #begun: Promise<unknown>[] = [];
  readonly #woken = Promise.withResolvers<void>();

  /** @param at the number of the write, from 1; a worker that does not get there is never frozen */
  constructor(steps: EscrowSteps, at: number, side: 'before' | 'after') {
    this.#at = at;
    this.#side = side;
    this.steps = {
      ...steps,
      openLease: this.#slow(steps.openLease),
      decide: this.#slow(steps.decide),
      insert: this.#slow(steps.insert),
      closeLease: this.#slow(steps.closeLease),
    };
  }

  /** Fulfilled once the worker stands still, and what it had begun before is written. */
  async frozen(): Promise<void> {
    await this.#frozen.promise;
    await Promise.allSettled(this.#begun);
  }

  wake(): void {
    this.#woken.resolve();
  }

  #slow<Parameters extends unknown[], Result>(write: (...parameters: Parameters) => Promise<Result>) {
    return async (...parameters: Parameters): Promise<Result> => {
      const number = ++this.count;
      const isLast = number === this.#at;
      if (isLast && this.#side === 'before') this.#frozen.resolve();
      if (number > this.#at || (isLast && this.#side === 'before')) await this.#woken.promise;
      const writing = write(...parameters);
      if (number < this.#at) this.#begun.push(writing);
      const result = await writing;
      if (isLast && this.#side === 'after') {
        this.#frozen.resolve();
        await this.#woken.promise;
      }
      return result;
    };
  }
}
