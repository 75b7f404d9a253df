import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod/mini';
import type { Requests } from './requests.ts';

/** How an order ended, and when, in milliseconds since the epoch. */
export type End = { readonly how: 'captured' | 'cancelled'; readonly at: number };

const POLL_MILLISECONDS = 25;

const events = z.object({
  last: z.int(),
  items: z.array(
    z.object({
      at: z.string(),
      detailType: z.string(),
      detail: z.object({ metadata: z.object({ orderId: z.optional(z.string()) }) }),
    }),
  ),
});

const ends: Readonly<Record<string, End['how']>> = {
  OrderPaymentSucceeded: 'captured',
  OrderStatusChangedToCancelled: 'cancelled',
};

/**
 * Learns the end of all orders from the events on the bus, by one question every 25 ms: buyers who asked for their own
 * orders would load the shop with their questions. The time of an end is that of its event, whenever it is asked for.
 */
export class OrderWatch {
  readonly #requests: Requests;
  readonly #ended = new Map<string, End>();
  readonly #waiting = new Map<string, (end: End) => void>();
  readonly #watching: Promise<void>;
  #stopped = false;

  constructor(requests: Requests) {
    this.#requests = requests;
    this.#watching = this.#watch();
    // Whoever waits for an order would wait for ever; `stop` tells why.
    this.#watching.catch((error) => console.error(error));
  }

  /** Each order may be asked for once. */
  end(orderId: string): Promise<End> {
    const end = this.#ended.get(orderId);
    if (end !== undefined) {
      this.#ended.delete(orderId);
      return Promise.resolve(end);
    }
    return new Promise((resolve) => this.#waiting.set(orderId, resolve));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#watching;
  }

  async #watch(): Promise<void> {
    let after = 0;
    while (!this.#stopped) {
      const { items, last } = events.parse(JSON.parse(await this.#requests.get(`/_local/events?after=${after}`)));
      after = last;
      for (const { at, detailType, detail } of items) {
        const how = ends[detailType];
        if (how !== undefined) this.#tell(detail.metadata.orderId ?? '', { how, at: Date.parse(at) });
      }
      await pause(POLL_MILLISECONDS);
    }
  }

  #tell(orderId: string, end: End): void {
    const tell = this.#waiting.get(orderId);
    this.#waiting.delete(orderId);
    if (tell === undefined) this.#ended.set(orderId, end);
    else tell(end);
  }
}
