/**
 * Knows up to where a shard has been handled, when its records are handled in several lanes at a time: the position
 * is that of the last record that neither itself nor any record before it is still to be handled.
 */
export class Checkpoint {
  readonly #order: string[] = [];
  readonly #handled = new Set<string>();

  /** Records that were read and not passed by the position. */
  get unhandled(): number {
    return this.#order.length - this.#handled.size;
  }

  /** Adds a record that was read, in the order of the shard. */
  add(sequenceNumber: string): void {
    this.#order.push(sequenceNumber);
  }

  /** @returns the new position if it moved */
  handle(sequenceNumbers: readonly string[]): string | undefined {
    for (const sequenceNumber of sequenceNumbers) this.#handled.add(sequenceNumber);
    const next = this.#order.findIndex((sequenceNumber) => !this.#handled.has(sequenceNumber));
    const passed = this.#order.splice(0, next < 0 ? this.#order.length : next);
    for (const sequenceNumber of passed) this.#handled.delete(sequenceNumber);
    return passed.at(-1);
  }
}
