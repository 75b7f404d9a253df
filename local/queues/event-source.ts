import {
  AccessDenied,
  type Authorizer,
  type Clock,
  type FunctionInvoker,
  type Interceptor,
  type InvocationResult,
  type Report,
} from '../ports.ts';
import { readBatchResponse } from './batch-response.ts';
import { type EventSourceSettings, readEventSource } from './event-source-properties.ts';
import { type EventSourceRecord, recordOf } from './event-source-record.ts';
import type { Queues } from './queues.ts';

/** How many messages one request to a queue can receive, and one can delete. */
const MAXIMUM_BATCH = 10;

export type EventSourcePorts = {
  readonly queues: Queues;
  readonly clock: Clock;
  readonly invoker: FunctionInvoker;
  readonly interceptor: Interceptor;
  readonly access: Authorizer;
  readonly report: Report;
  /** Takes the bytes of each request that Lambda would make to the queue and find something by. */
  readonly onRequest: (bytes: number) => void;
};

/**
 * Hands the messages of a queue to a function, as Lambda's event source mapping does, but without polling: it wakes
 * when a message arrives, when one becomes visible again, and when an invocation has ended. Messages that the
 * function did not handle stay on the queue until their visibility timeout has passed.
 */
export class QueueEventSource {
  readonly #ports: EventSourcePorts;
  readonly #settings: EventSourceSettings;
  #gathered: readonly EventSourceRecord[] = [];
  #gatheredAt = 0;
  #running = 0;
  #alarm: { readonly at: number; readonly cancel: () => void } | undefined;
  #stopped = false;

  /** Reads an `AWS::Lambda::EventSourceMapping` whose source is a queue; `start` begins to hand over. */
  constructor(ports: EventSourcePorts, functionArn: string, properties: unknown) {
    this.#ports = ports;
    this.#settings = readEventSource(functionArn, properties);
    if (this.#settings.enabled) ports.queues.markConsumed(this.#settings.queueArn);
  }

  start(): void {
    if (!this.#settings.enabled) return;
    this.#ports.queues.onArrival(this.#settings.queueArn, (visibleAt) => this.#wakeAt(visibleAt));
    this.#wakeAt(this.#ports.clock.now());
  }

  stop(): void {
    this.#stopped = true;
    this.#alarm?.cancel();
  }

  #wakeAt(time: number): void {
    if (this.#stopped || this.#running >= this.#settings.maximumConcurrency) return;
    if (this.#alarm && this.#alarm.at <= time) return;
    this.#alarm?.cancel();
    const delay = Math.max(0, time - this.#ports.clock.now());
    this.#alarm = { at: time, cancel: this.#ports.clock.after(delay, () => this.#wake()) };
  }

  #wake(): void {
    this.#alarm?.cancel();
    this.#alarm = undefined;
    if (this.#stopped || !this.#isAllowed('sqs:ReceiveMessage', 'sqs:GetQueueAttributes')) return;
    while (this.#running < this.#settings.maximumConcurrency) {
      const batch = this.#takeBatch();
      if (batch.length === 0) break;
      void this.#handOver(batch);
    }
    const nextAt = this.#nextWakeAt();
    if (nextAt !== undefined) this.#wakeAt(nextAt);
  }

  #nextWakeAt(): number | undefined {
    const visibleAt = this.#ports.queues.nextVisibleAt(this.#settings.queueArn);
    if (this.#gathered.length === 0) return visibleAt;
    return Math.min(visibleAt ?? Number.POSITIVE_INFINITY, this.#gatheredAt + this.#settings.windowMilliseconds);
  }

  /** A full batch, or what the batching window has gathered at its end; nothing as long as neither is there. */
  #takeBatch(): readonly EventSourceRecord[] {
    const { batchSize, windowMilliseconds } = this.#settings;
    const now = this.#ports.clock.now();
    const records = this.#receive(batchSize - this.#gathered.length);
    if (this.#gathered.length === 0) this.#gatheredAt = now;
    const gathered = [...this.#gathered, ...records];
    const ready = gathered.length >= batchSize || now >= this.#gatheredAt + windowMilliseconds;
    this.#gathered = ready ? [] : gathered;
    return ready ? gathered : [];
  }

  /** Receives up to `limit` messages that pass the filters; the others are deleted, as Lambda does. */
  #receive(limit: number): readonly EventSourceRecord[] {
    const { queueArn, filters } = this.#settings;
    const records = this.#ports.queues.receive(queueArn, limit).map(recordOf);
    if (records.length > 0) this.#ports.onRequest(bytesOf(records));
    if (filters.length === 0) return records;
    const { wanted = [], unwanted = [] } = Object.groupBy(records, (record) => {
      const view = { ...record, body: parsedBody(record.body) };
      return filters.some((matches) => matches(view)) ? 'wanted' : 'unwanted';
    });
    this.#delete(unwanted);
    return wanted;
  }

  /** What cannot be deleted comes again. */
  #delete(records: readonly EventSourceRecord[]): void {
    if (records.length === 0 || !this.#isAllowed('sqs:DeleteMessage')) return;
    this.#ports.queues.delete(records.map((record) => record.receiptHandle));
    for (let n = 0; n < records.length; n += MAXIMUM_BATCH) this.#ports.onRequest(0);
  }

  /** Lambda polls in the name of the function. Denied, it leaves the messages where they are. */
  #isAllowed(...actions: readonly string[]): boolean {
    const { functionArn, queueArn: resource } = this.#settings;
    try {
      for (const action of actions) this.#ports.access.authorize({ principal: { functionArn }, action, resource });
      return true;
    } catch (error) {
      if (error instanceof AccessDenied) return false;
      throw error;
    }
  }

  async #handOver(batch: readonly EventSourceRecord[]): Promise<void> {
    this.#running += 1;
    const result = await this.#invoke(batch);
    this.#running -= 1;
    if (this.#stopped) return;
    this.#settle(batch, result);
    this.#wake();
  }

  async #invoke(batch: readonly EventSourceRecord[]): Promise<InvocationResult> {
    const { interceptor, invoker } = this.#ports;
    const { queueArn, functionArn } = this.#settings;
    const point = {
      at: 'delivery',
      source: queueArn,
      target: functionArn,
      ids: batch.map((record) => record.messageId),
      text: () => JSON.stringify(batch),
    } as const;
    try {
      return await interceptor.intercept(point, () => invoker.invoke(functionArn, { Records: batch }));
    } catch (error) {
      return { ok: false, error: { errorType: 'Delivery', errorMessage: String(error) } };
    }
  }

  #settle(batch: readonly EventSourceRecord[], result: InvocationResult): void {
    if (!result.ok) return;
    const { functionArn, reportsItemFailures } = this.#settings;
    const answer = reportsItemFailures ? result.payload : undefined;
    const { failedIds, malformed } = readBatchResponse(
      answer,
      batch.map((record) => record.messageId),
    );
    if (malformed !== undefined) this.#ports.report(`All messages of a batch of ${functionArn} failed: ${malformed}`);
    this.#delete(batch.filter((record) => !failedIds.has(record.messageId)));
  }
}

function bytesOf(records: readonly EventSourceRecord[]): number {
  return records.reduce((bytes, { body }) => bytes + Buffer.byteLength(body), 0);
}

/** A body is filtered as JSON if it is JSON, else as plain text. */
function parsedBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return body;
    throw error;
  }
}
