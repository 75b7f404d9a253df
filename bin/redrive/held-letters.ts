import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  type MessageAttributeValue,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { DeadLetterQueue } from './stack.ts';

/** A message of a dead-letter queue. */
export type RawLetter = {
  readonly queue: DeadLetterQueue;
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly sentAt: string;
  /** The queue that gave it up; missing for what was sent here directly. */
  readonly sourceArn: string | undefined;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
};

/** How long a letter stays hidden from others, should this process die; held letters are renewed before that. */
const holdSeconds = 120;
const renewMilliseconds = 40_000;
/** SQS takes and gives at most 10 messages in a request. */
const perRequest = 10;

/**
 * The letters of the dead-letter queues, hidden from everybody else for as long as they are looked at: SQS has no
 * other way to look. Those that are not removed become visible again, at the end or when their time is over.
 */
export class HeldLetters implements AsyncDisposable {
  readonly #sqs: SQSClient;
  readonly #letters = new Map<string, RawLetter>();
  readonly #timer: NodeJS.Timeout;
  readonly #tell: (problem: string) => void;
  /** Letters that somebody else holds at this moment, as far as SQS knows. */
  hiddenElsewhere = 0;

  constructor(sqs: SQSClient, tell: (problem: string) => void) {
    this.#sqs = sqs;
    this.#tell = tell;
    this.#timer = setInterval(() => void this.#renew(), renewMilliseconds);
  }

  get letters(): readonly RawLetter[] {
    return [...this.#letters.values()];
  }

  /**
   * Takes the letters of a queue, and waits long enough to see those that SQS keeps on other machines. It ends with
   * those that were there when it began: letters may go on coming as fast as they are taken.
   */
  async take(queue: DeadLetterQueue): Promise<void> {
    const { visible, hidden } = await this.#counts(queue);
    this.hiddenElsewhere += hidden;
    for (let taken = 0, isLast = false; !isLast; ) {
      const messages = await this.#receive(queue);
      const fresh = messages.filter(({ MessageId = '' }) => !this.#letters.has(MessageId));
      for (const message of messages) this.#letters.set(message.MessageId ?? '', rawLetter(queue, message));
      taken += fresh.length;
      isLast = fresh.length === 0 || (taken >= visible && fresh.length < perRequest);
    }
  }

  async remove({ queue, messageId, receiptHandle }: RawLetter): Promise<void> {
    await this.#sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: receiptHandle }));
    this.#letters.delete(messageId);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.#setVisibility(0);
  }

  async #receive({ url }: DeadLetterQueue): Promise<Message[]> {
    const { Messages = [] } = await this.#sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: perRequest,
        VisibilityTimeout: holdSeconds,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages;
  }

  async #counts({ url }: DeadLetterQueue): Promise<{ readonly visible: number; readonly hidden: number }> {
    const [visible, hidden] = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const { Attributes = {} } = await this.#sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [visible, hidden] }),
    );
    return { visible: Number(Attributes[visible] ?? 0), hidden: Number(Attributes[hidden] ?? 0) };
  }

  async #renew(): Promise<void> {
    try {
      const lost = await this.#setVisibility(holdSeconds);
      if (lost > 0) this.#tell(`${lost} letters could not be held any longer: somebody else may take them, too`);
    } catch (error) {
      this.#tell(`The letters could not be held any longer, and somebody else may take them, too: ${error}`);
    }
  }

  /** @returns of how many letters it could not be set: their time was over, or they are gone */
  async #setVisibility(VisibilityTimeout: number): Promise<number> {
    let refused = 0;
    for (const [url, letters] of Map.groupBy(this.letters, ({ queue }) => queue.url)) {
      for (let first = 0; first < letters.length; first += perRequest) {
        const Entries = letters.slice(first, first + perRequest).map(({ receiptHandle }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
          VisibilityTimeout,
        }));
        const answer = await this.#sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }));
        refused += answer.Failed?.length ?? 0;
      }
    }
    return refused;
  }
}

function rawLetter(queue: DeadLetterQueue, message: Message): RawLetter {
  const { MessageId = '', ReceiptHandle = '', Body = '', Attributes = {}, MessageAttributes = {} } = message;
  return {
    queue,
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    sentAt: new Date(Number(Attributes.SentTimestamp ?? 0)).toISOString(),
    sourceArn: Attributes.DeadLetterQueueSourceArn,
    attributes: MessageAttributes,
  };
}
