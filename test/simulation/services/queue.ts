import { readBatchResponse } from '../../../local/queues/batch-response.ts';
import type { VirtualClock } from '../time/clock.ts';
import type { Random } from '../time/random.ts';
import type { Faults } from './faults.ts';
import type { Functions } from './functions.ts';

type Message = { readonly messageId: string; readonly body: string; receives: number };

export type QueueOptions = {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly faults: Faults;
  readonly functions: Functions;
  /** The function that consumes it. */
  readonly consumer: string;
  readonly delayMilliseconds: number;
};

/** As in `lib/consumer.ts`. */
export const batchSize = 10;
export const maximumConcurrency = 10;
export const maximumReceives = 20;
export const visibilityMilliseconds = 30_000;

/** A queue and its consumer: batches, a bounded number of them at a time, and a dead-letter queue. */
export class Queue {
  readonly #options: QueueOptions;
  readonly #visible: Message[] = [];
  readonly deadLetters: Message[] = [];
  #pollers = 0;
  #sent = 0;
  /** Messages that are not handled yet, wherever they are. */
  pending = 0;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /** The projection alone has nobody to tell it again what was lost. */
  get isSweptFor(): boolean {
    return this.#options.consumer !== 'project-movements';
  }

  send(body: string): void {
    this.pending++;
    const message = { messageId: `${this.#options.consumer}-${this.#sent++}`, body, receives: 0 };
    this.#show(message, this.#options.delayMilliseconds);
  }

  /** Hands the dead letters to the queue again. */
  redrive(): void {
    for (const { body } of this.deadLetters.splice(0)) this.send(body);
  }

  #show(message: Message, delayMilliseconds: number): void {
    this.#options.clock.after(delayMilliseconds, () => {
      this.#visible.push(message);
      this.#poll();
    });
  }

  #poll(): void {
    if (this.#pollers >= maximumConcurrency || this.#visible.length === 0) return;
    this.#pollers++;
    const { clock, random } = this.#options;
    clock.after(random.latency(5), () => void this.#receive());
  }

  async #receive(): Promise<void> {
    const batch = this.#visible.splice(0, batchSize);
    this.#poll();
    if (batch.length > 0) await this.#handle(batch);
    this.#pollers--;
    this.#poll();
  }

  async #handle(batch: readonly Message[]): Promise<void> {
    const { functions, consumer } = this.#options;
    for (const message of batch) message.receives++;
    const Records = batch.map(({ messageId, body }) => ({ messageId, body }));
    const result = await functions.invoke(consumer, { Records });
    const ids = batch.map(({ messageId }) => messageId);
    const failed = result.ok ? readBatchResponse(result.payload, ids).failedIds : new Set(ids);
    for (const message of batch) this.#settle(message, failed.has(message.messageId));
  }

  /** What has failed is seen again after a while; at times, so is what has not. */
  #settle(message: Message, hasFailed: boolean): void {
    const { faults } = this.#options;
    if (!hasFailed && !faults.strike('delivery_twice')) {
      this.pending--;
    } else if (message.receives >= maximumReceives) {
      this.pending--;
      if (hasFailed) this.deadLetters.push(message);
    } else {
      this.#show(message, visibilityMilliseconds);
    }
  }
}
