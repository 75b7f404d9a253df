/** The write units that each item has left: they come back evenly, and not more than a tenth of a second's is kept. */
export class WriteUnits {
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #left = new Map<string, { readonly units: number; readonly at: number }>();

  /** @param now milliseconds, from any start */
  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  /** Takes them, as long as there are any: a write that needs more leaves a debt. Answers false, and takes none, else. */
  take(item: string, units: number): boolean {
    const left = this.#leftOf(item);
    if (left <= 0) return false;
    this.#left.set(item, { units: left - units, at: this.#now() });
    return true;
  }

  #leftOf(item: string): number {
    const most = this.#perSecond / 10;
    const last = this.#left.get(item);
    if (last === undefined) return most;
    return Math.min(most, last.units + ((this.#now() - last.at) / 1000) * this.#perSecond);
  }
}
