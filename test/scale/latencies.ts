/** How long orders waited for their answer: the share below a value is told from all of them, not from a sample. */
export class Latencies {
  readonly #milliseconds: number[] = [];

  add(milliseconds: number): void {
    this.#milliseconds.push(milliseconds);
  }

  get count(): number {
    return this.#milliseconds.length;
  }

  /** @param shares between 0 and 1; the answers are in their order, and 0 when there is nothing */
  quantiles(...shares: readonly number[]): number[] {
    const sorted = Float64Array.from(this.#milliseconds).sort();
    return shares.map((share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  }
}
