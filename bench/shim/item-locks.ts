/**
 * Which items are in a transaction, and which are being written: DynamoDB lets single writes of an item follow each
 * other, and refuses whatever meets a transaction, instead of letting it wait.
 */
export class ItemLocks {
  readonly #inTransaction = new Set<string>();
  readonly #beingWritten = new Map<string, number>();

  isInTransaction(item: string): boolean {
    return this.#inTransaction.has(item);
  }

  /** Whether a transaction that starts now would meet somebody at the item. */
  isTaken(item: string): boolean {
    return this.#inTransaction.has(item) || this.#beingWritten.has(item);
  }

  /** For as long as the transaction lasts. Nobody may hold any of the items. */
  async inTransaction<T>(items: readonly string[], act: () => Promise<T>): Promise<T> {
    for (const item of items) this.#inTransaction.add(item);
    try {
      return await act();
    } finally {
      for (const item of items) this.#inTransaction.delete(item);
    }
  }

  /** For as long as the single write lasts; others of its kind may be under way. */
  async whileWriting<T>(item: string, act: () => Promise<T>): Promise<T> {
    this.#beingWritten.set(item, (this.#beingWritten.get(item) ?? 0) + 1);
    try {
      return await act();
    } finally {
      const left = (this.#beingWritten.get(item) ?? 1) - 1;
      if (left > 0) this.#beingWritten.set(item, left);
      else this.#beingWritten.delete(item);
    }
  }
}
