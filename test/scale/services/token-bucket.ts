/** A rate with the burst that it allows. Times are milliseconds. */
export class TokenBucket {
  readonly #perSecond: number;
  readonly #capacity: number;
  #tokens: number;
  #filledAt: number;

  /** @param tokens what is in it at first; as much as it holds unless told otherwise */
  constructor(now: number, perSecond: number, capacity = perSecond, tokens = capacity) {
    this.#perSecond = perSecond;
    this.#capacity = capacity;
    this.#tokens = tokens;
    this.#filledAt = now;
  }

  has(count: number, now: number): boolean {
    const added = ((now - this.#filledAt) * this.#perSecond) / 1_000;
    this.#tokens = Math.min(this.#capacity, this.#tokens + added);
    this.#filledAt = now;
    return this.#tokens >= count;
  }

  /** Takes them all, or none. */
  takes(count: number, now: number): boolean {
    if (!this.has(count, now)) return false;
    this.#tokens -= count;
    return true;
  }

  /** Takes back what was not used after all. */
  returns(count: number): void {
    this.#tokens = Math.min(this.#capacity, this.#tokens + count);
  }
}
