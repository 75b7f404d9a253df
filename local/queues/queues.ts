import { randomUUID } from 'node:crypto';
import type { Journal } from '../journal/journal.ts';
import { type Clock, type Part, type Pending, type QueueSender, ServiceError } from '../ports.ts';
import type { Message, MessageAttributes } from './message.ts';
import { type MessageCounts, MessageStore } from './message-store.ts';
import { type QueueSettings, readQueue } from './properties.ts';
import { messageNumberOf, newReceiptHandle } from './receipt-handle.ts';

/** Called with the time from which a message of the queue can be received. */
export type ArrivalListener = (visibleAt: number) => void;

/**
 * The standard queues of the template, journalled. A received message that is not deleted becomes visible again
 * after its visibility timeout, or at once when the runtime starts again, since its receiver died with the process.
 */
export class Queues implements QueueSender, Part {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #store: MessageStore;
  readonly #queues = new Map<string, QueueSettings>();
  readonly #listeners = new Map<string, Set<ArrivalListener>>();
  readonly #consumed = new Set<string>();

  constructor(options: { readonly journal: Journal; readonly clock: Clock }) {
    this.#journal = options.journal;
    this.#clock = options.clock;
    this.#store = new MessageStore(options.journal);
    this.#store.returnReceived(options.clock.now());
  }

  /** Adds an `AWS::SQS::Queue`. */
  add(arn: string, properties: unknown): void {
    if (this.#queues.has(arn)) throw new Error(`AWS::SQS::Queue: there is already a queue ${arn}.`);
    const settings = readQueue(arn, properties);
    this.#queues.set(arn, settings);
    this.#store.removeSentBefore(arn, this.#clock.now() - settings.retentionSeconds * 1000);
  }

  /** @throws ServiceError `QueueDoesNotExist` */
  settings(queueArn: string): QueueSettings {
    const settings = this.#queues.get(queueArn);
    if (!settings) throw new ServiceError('QueueDoesNotExist', `The queue ${queueArn} does not exist.`);
    return settings;
  }

  list(): readonly QueueSettings[] {
    return [...this.#queues.values()];
  }

  /** Says that a consumer reads the queue: what waits there is work, not a dead letter. */
  markConsumed(queueArn: string): void {
    this.#consumed.add(this.settings(queueArn).arn);
  }

  /** A dead-letter queue is one that no consumer reads: what is there waits for a person. */
  isDeadLetterQueue(queueArn: string): boolean {
    return !this.#consumed.has(queueArn);
  }

  send(queueArn: string, body: string, attributes: Readonly<Record<string, string>> = {}): void {
    const entries = Object.entries(attributes).map(([name, value]) => [
      name,
      { DataType: 'String', StringValue: value },
    ]);
    this.sendMessage(queueArn, body, { attributes: Object.fromEntries(entries) });
  }

  /** Sends a message and answers its id; the delay is the queue's unless the sender gives one. */
  sendMessage(
    queueArn: string,
    body: string,
    options: { readonly delaySeconds?: number | undefined; readonly attributes?: MessageAttributes } = {},
  ): string {
    const queue = this.settings(queueArn);
    const attributes = options.attributes ?? {};
    checkSize(queue, body, attributes);
    const id = randomUUID();
    const sentAt = this.#clock.now();
    const visibleAt = sentAt + (options.delaySeconds ?? queue.delaySeconds) * 1000;
    this.#store.add({ id, queueArn, body, attributes, sentAt, visibleAt });
    this.#announce(queueArn, visibleAt);
    return id;
  }

  /**
   * Receives what is visible, the longest waiting first. A message that was received too often goes to the
   * dead-letter queue instead, and one that is older than the retention period is dropped.
   */
  receive(queueArn: string, limit: number, visibilityTimeoutSeconds?: number): readonly Message[] {
    const queue = this.settings(queueArn);
    const now = this.#clock.now();
    const visibleAt = now + (visibilityTimeoutSeconds ?? queue.visibilityTimeoutSeconds) * 1000;
    return this.#journal.transaction(() => {
      const received: Message[] = [];
      for (;;) {
        const candidates = this.#store.visible(queueArn, now, limit - received.length);
        received.push(...candidates.flatMap((message) => this.#receiveOne(queue, message, now, visibleAt)));
        // With a visibility timeout of zero, a received message would be found again at once.
        if (candidates.length === 0 || received.length === limit || visibleAt <= now) return received;
      }
    });
  }

  /** When the next message of a queue can be received; past if there is one now. */
  nextVisibleAt(queueArn: string): number | undefined {
    return this.#store.nextVisibleAt(queueArn);
  }

  /** Deletes a message. The handle of an earlier receive deletes nothing, as SQS leaves open. */
  delete(receiptHandles: readonly string[]): void {
    this.#journal.transaction(() => {
      for (const receiptHandle of receiptHandles) {
        const message = this.#received(receiptHandle);
        if (message) this.#store.remove(message.n);
      }
    });
  }

  /** @throws ServiceError `MessageNotInflight` if the message is not in flight with this handle */
  changeVisibility(receiptHandle: string, visibilityTimeoutSeconds: number): void {
    const message = this.#received(receiptHandle);
    const now = this.#clock.now();
    if (!message || message.visibleAt <= now) {
      throw new ServiceError('MessageNotInflight', 'The specified message is not in flight.');
    }
    const visibleAt = now + visibilityTimeoutSeconds * 1000;
    this.#store.setVisibleAt(message.n, visibleAt);
    this.#announce(message.queueArn, visibleAt);
  }

  counts(queueArn: string): MessageCounts {
    return this.#store.counts(this.settings(queueArn).arn, this.#clock.now());
  }

  /** Every message of a queue, whatever its state, oldest first. */
  messages(queueArn: string): readonly Message[] {
    return this.#store.all(this.settings(queueArn).arn);
  }

  /** Sends a message's body to another queue, as a new message without delay, and removes the message. */
  moveTo(queueArn: string, message: Message, attributes: MessageAttributes): void {
    this.#journal.transaction(() => {
      this.sendMessage(queueArn, message.body, { delaySeconds: 0, attributes });
      this.#store.remove(message.n);
    });
  }

  /** Removes a message, whether it was received or not. */
  remove(message: Message): void {
    this.#store.remove(message.n);
  }

  /** Calls the listener, after the commit, whenever a message arrives or its visibility changes; the answer ends that. */
  onArrival(queueArn: string, listener: ArrivalListener): () => void {
    const listeners = this.#listeners.get(queueArn) ?? new Set();
    this.#listeners.set(queueArn, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  pending(): readonly Pending[] {
    return this.list()
      .filter((queue) => !this.isDeadLetterQueue(queue.arn))
      .flatMap((queue) => describeCounts(queue.name, this.counts(queue.arn)));
  }

  async stop(): Promise<void> {
    this.#listeners.clear();
  }

  #receiveOne(queue: QueueSettings, message: Message, now: number, visibleAt: number): readonly Message[] {
    if (message.sentAt + queue.retentionSeconds * 1000 < now) {
      this.#store.remove(message.n);
      return [];
    }
    if (queue.redrive && message.receiveCount >= queue.redrive.maximumReceiveCount) {
      this.#store.moveToDeadLetters(message, queue.redrive.deadLetterArn, now);
      this.#announce(queue.redrive.deadLetterArn, now);
      return [];
    }
    const received = {
      ...message,
      visibleAt,
      receiveCount: message.receiveCount + 1,
      firstReceivedAt: message.firstReceivedAt ?? now,
      receiptHandle: newReceiptHandle(message.n),
    };
    this.#store.setReceived(received);
    return [received];
  }

  #received(receiptHandle: string): Message | undefined {
    const message = this.#store.get(messageNumberOf(receiptHandle));
    return message?.receiptHandle === receiptHandle ? message : undefined;
  }

  #announce(queueArn: string, visibleAt: number): void {
    this.#journal.afterCommit(() => {
      for (const listener of this.#listeners.get(queueArn) ?? []) listener(visibleAt);
    });
  }
}

function checkSize(queue: QueueSettings, body: string, attributes: MessageAttributes): void {
  const attributeBytes = Object.entries(attributes).reduce(
    (sum, [name, { DataType, StringValue = '', BinaryValue = '' }]) =>
      sum + Buffer.byteLength(name + DataType + StringValue) + Buffer.byteLength(BinaryValue, 'base64'),
    0,
  );
  if (Buffer.byteLength(body) + attributeBytes <= queue.maximumMessageBytes) return;
  const limit = `Message must be shorter than ${queue.maximumMessageBytes} bytes.`;
  throw new ServiceError('InvalidParameterValue', `One or more parameters are invalid. Reason: ${limit}`);
}

function describeCounts(name: string, counts: MessageCounts): readonly Pending[] {
  const words = [
    counts.visible > 0 && `${counts.visible} visible`,
    counts.inFlight > 0 && `${counts.inFlight} in flight`,
    counts.delayed > 0 && `${counts.delayed} delayed`,
  ].filter((word) => word !== false);
  return words.length === 0 ? [] : [`queue ${name}: ${words.join(', ')}`];
}
