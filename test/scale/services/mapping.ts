import { readBatchResponse } from '../../../local/queues/batch-response.ts';
import type { Faults } from '../../simulation/services/faults.ts';
import { maximumReceives, visibilityMilliseconds } from '../../simulation/services/queue.ts';
import type { VirtualClock } from '../../simulation/time/clock.ts';
import type { Random } from '../../simulation/time/random.ts';
import { limits } from '../limits.ts';
import type { SimulatedFunction } from './function.ts';
import type { Meter } from './meter.ts';
import type { Message, SimulatedQueue } from './queue.ts';

export type MappingSettings = {
  readonly batchSize: number;
  readonly windowSeconds: number;
  readonly maximumConcurrency: number;
  /** Whether Lambda has read the queue for long enough to read it in as many batches as it may. */
  readonly isScaled: boolean;
  readonly receivesInParallel: number;
};

export type MappingOptions = MappingSettings & {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly faults: Faults;
  readonly meter: Meter;
  readonly queue: SimulatedQueue;
  readonly consumer: SimulatedFunction;
};

const throttledPauseMilliseconds = 1_000;

/** An event source mapping of a queue: reads it in batches, more of them at a time while messages are left. */
export class EventSourceMapping {
  readonly #options: MappingOptions;
  #pollers = 0;
  #isStopped = false;
  /** Messages whose handling failed, and that were shown again. */
  failures = 0;
  deadLetters = 0;

  constructor(options: MappingOptions) {
    this.#options = options;
  }

  start(): void {
    const { maximumConcurrency, isScaled } = this.#options;
    const first = isScaled ? maximumConcurrency : Math.min(limits.firstBatches.value, maximumConcurrency);
    for (let index = 0; index < first; index++) this.#addPoller();
    this.#scale();
  }

  /** Batches that have been begun are handled; then nobody reads any more. */
  stop(): void {
    this.#isStopped = true;
    this.#options.queue.close();
  }

  #scale(): void {
    const { clock, queue, maximumConcurrency } = this.#options;
    if (this.#isStopped || this.#pollers >= maximumConcurrency) return;
    if (!queue.isEmpty) this.#addPoller();
    clock.after(60_000 / limits.batchesPerMinute.value, () => this.#scale());
  }

  #addPoller(): void {
    this.#pollers++;
    void this.#poll();
  }

  async #poll(): Promise<void> {
    while (!this.#isStopped) {
      const batch = await this.#gather();
      if (batch.length > 0) await this.#handle(batch);
    }
  }

  /** Until the batch is full, or its window is over; without a window, whatever is there first. */
  async #gather(): Promise<Message[]> {
    const { clock, random, meter, queue, batchSize, windowSeconds, receivesInParallel } = this.#options;
    const atOnce = limits.receivedAtOnce.value * receivesInParallel;
    const batch: Message[] = [];
    let endsAt = Number.POSITIVE_INFINITY;
    while (batch.length < batchSize && clock.exactly() < endsAt && !this.#isStopped) {
      const received = queue.receive(Math.min(atOnce, batchSize - batch.length));
      if (received.length === 0) {
        await queue.wait(endsAt);
        continue;
      }
      meter.queueRequests += Math.ceil(received.length / limits.receivedAtOnce.value);
      if (batch.length === 0) endsAt = clock.exactly() + windowSeconds * 1_000;
      for (const message of received) {
        batch.push(message);
        this.#deliverTwice(message);
      }
      await clock.sleep(random.latency(limits.receiveLatency.value));
    }
    return batch;
  }

  #deliverTwice(message: Message): void {
    const { random, faults, queue } = this.#options;
    if (faults.strike('delivery_twice')) queue.show({ ...message }, random.next() * throttledPauseMilliseconds);
  }

  async #handle(batch: readonly Message[]): Promise<void> {
    const { clock, meter, consumer } = this.#options;
    for (const message of batch) message.receives++;
    const Records = batch.map(({ messageId, body }) => ({ messageId, body }));
    const ids = batch.map(({ messageId }) => messageId);
    const result = await consumer.invoke({ Records }, batch.length * limits.messageWork.value);
    const failed = result.ok ? readBatchResponse(result.payload, ids).failedIds : new Set(ids);
    meter.queueRequests += Math.ceil((batch.length - failed.size) / limits.receivedAtOnce.value);
    for (const message of batch) if (failed.has(message.messageId)) this.#showAgain(message);
    if (!result.ok && result.error.errorType === 'TooManyRequestsException')
      await clock.sleep(throttledPauseMilliseconds);
  }

  #showAgain(message: Message): void {
    this.failures++;
    if (message.receives >= maximumReceives) this.deadLetters++;
    else this.#options.queue.show(message, visibilityMilliseconds);
  }
}
