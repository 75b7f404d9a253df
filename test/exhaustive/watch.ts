import { setTimeout as delay } from 'node:timers/promises';
import { distinctEvents } from '../support/event-laws.ts';
import { hits } from '../support/faults.ts';
import type { Shop } from '../support/shop.ts';

const betweenLooksMilliseconds = 80;

/**
 * Looks again and again at what the local run itself shows, for many runs at once: which events were delivered, and
 * which rules have struck. Neither is a call of a function, so that looking adds nothing to what is looked at.
 */
export class Watch {
  readonly #shop: Shop;
  readonly #told = new Set<string>();
  #hits: readonly number[] = [];
  #last = 0;
  #isOver = false;
  #failure: unknown;

  constructor(shop: Shop) {
    this.#shop = shop;
    this.#look().catch((error) => {
      this.#failure = error;
    });
  }

  stop(): void {
    this.#isOver = true;
  }

  /** The number of the last event that was delivered. */
  get last(): number {
    return this.#last;
  }

  /** How often each rule has struck, by its place among the rules. */
  get hits(): readonly number[] {
    return this.#hits;
  }

  isTold(orderId: string, detailType: string): boolean {
    return this.#told.has(`${orderId} ${detailType}`);
  }

  /**
   * Waits until it is so.
   * @returns whether it was in time
   */
  async until(isSo: () => boolean, timeoutMilliseconds: number): Promise<boolean> {
    const deadline = Date.now() + timeoutMilliseconds;
    while (!isSo()) {
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#isOver || Date.now() >= deadline) return false;
      await delay(betweenLooksMilliseconds / 4);
    }
    return true;
  }

  async #look(): Promise<void> {
    while (!this.#isOver) {
      const events = await this.#shop.client.events(this.#last);
      for (const { metadata, happening } of distinctEvents(events)) {
        if (metadata.orderId !== undefined) this.#told.add(`${metadata.orderId} ${happening.detailType}`);
      }
      this.#last = events.at(-1)?.n ?? this.#last;
      this.#hits = await hits(this.#shop);
      await delay(betweenLooksMilliseconds);
    }
  }
}
