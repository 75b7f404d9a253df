import { parseRequest } from '../parse.ts';
import { type Clock, ServiceError } from '../ports.ts';
import { md5 } from './event-source-record.ts';
import type { MessageAttributes } from './message.ts';
import type { QueueSettings } from './properties.ts';
import { queueAttributes } from './queue-attributes.ts';
import type { Queues } from './queues.ts';
import { receiveMessages } from './receive-messages.ts';
import * as requests from './sqs-requests.ts';

type Entry = { readonly Id: string };
type Operation = (input: unknown) => unknown;

/** The API of SQS over the local queues: operations of the AWS JSON protocol, such as `SendMessage`. */
export class SqsApi {
  readonly #queues: Queues;
  readonly #clock: Clock;
  readonly #operations: Readonly<Record<string, Operation>>;

  constructor(options: { readonly queues: Queues; readonly clock: Clock }) {
    this.#queues = options.queues;
    this.#clock = options.clock;
    this.#operations = {
      SendMessage: (input) => this.#sendMessage(input),
      SendMessageBatch: (input) => this.#sendMessageBatch(input),
      ReceiveMessage: (input) => this.#receiveMessage(input),
      DeleteMessage: (input) => this.#deleteMessage(input),
      DeleteMessageBatch: (input) => this.#deleteMessageBatch(input),
      ChangeMessageVisibility: (input) => this.#changeVisibility(input),
      ChangeMessageVisibilityBatch: (input) => this.#changeVisibilityBatch(input),
      GetQueueAttributes: (input) => this.#getQueueAttributes(input),
      GetQueueUrl: (input) => this.#getQueueUrl(input),
    };
  }

  /** @throws ServiceError of the operation; `UnsupportedOperation` for one that the local run does not have */
  async call(operation: string, input: unknown): Promise<unknown> {
    const act = this.#operations[operation];
    if (!act) throw new ServiceError('UnsupportedOperation', `SQS ${operation} is not supported by the local run.`);
    return act(input);
  }

  #sendMessage(input: unknown): unknown {
    const request = parseRequest(requests.sendMessageRequest, 'SendMessage', input);
    return this.#send(this.#queueOf(request.QueueUrl), request);
  }

  #sendMessageBatch(input: unknown): unknown {
    const request = parseRequest(requests.sendMessageBatchRequest, 'SendMessageBatch', input);
    const queue = this.#queueOf(request.QueueUrl);
    return forEach(request.Entries, (entry) => this.#send(queue, entry));
  }

  #send(
    queue: QueueSettings,
    message: {
      readonly MessageBody: string;
      readonly DelaySeconds?: number | undefined;
      readonly MessageAttributes?: MessageAttributes | undefined;
    },
  ): object {
    const id = this.#queues.sendMessage(queue.arn, message.MessageBody, {
      delaySeconds: message.DelaySeconds,
      attributes: message.MessageAttributes ?? {},
    });
    return { MessageId: id, MD5OfMessageBody: md5(message.MessageBody) };
  }

  #receiveMessage(input: unknown): Promise<unknown> {
    const request = parseRequest(requests.receiveMessageRequest, 'ReceiveMessage', input);
    return receiveMessages(this.#queues, this.#clock, this.#queueOf(request.QueueUrl), request);
  }

  #deleteMessage(input: unknown): unknown {
    const request = parseRequest(requests.deleteMessageRequest, 'DeleteMessage', input);
    this.#queueOf(request.QueueUrl);
    this.#queues.delete([request.ReceiptHandle]);
    return {};
  }

  #deleteMessageBatch(input: unknown): unknown {
    const request = parseRequest(requests.deleteMessageBatchRequest, 'DeleteMessageBatch', input);
    this.#queueOf(request.QueueUrl);
    return forEach(request.Entries, (entry) => {
      this.#queues.delete([entry.ReceiptHandle]);
      return {};
    });
  }

  #changeVisibility(input: unknown): unknown {
    const request = parseRequest(requests.changeVisibilityRequest, 'ChangeMessageVisibility', input);
    this.#queueOf(request.QueueUrl);
    this.#queues.changeVisibility(request.ReceiptHandle, request.VisibilityTimeout);
    return {};
  }

  #changeVisibilityBatch(input: unknown): unknown {
    const request = parseRequest(requests.changeVisibilityBatchRequest, 'ChangeMessageVisibilityBatch', input);
    this.#queueOf(request.QueueUrl);
    return forEach(request.Entries, (entry) => {
      this.#queues.changeVisibility(entry.ReceiptHandle, entry.VisibilityTimeout);
      return {};
    });
  }

  #getQueueAttributes(input: unknown): unknown {
    const request = parseRequest(requests.getQueueAttributesRequest, 'GetQueueAttributes', input);
    const queue = this.#queueOf(request.QueueUrl);
    return { Attributes: queueAttributes(queue, this.#queues.counts(queue.arn), request.AttributeNames) };
  }

  #getQueueUrl(input: unknown): unknown {
    const { QueueName: name } = parseRequest(requests.getQueueUrlRequest, 'GetQueueUrl', input);
    const [, , , region, account] = this.#queueOf(name).arn.split(':');
    return { QueueUrl: `https://sqs.${region}.amazonaws.com/${account}/${name}` };
  }

  /** A queue by its URL, whatever the host: the last part is its name. */
  #queueOf(queueUrl: string): QueueSettings {
    const name = queueUrl.slice(queueUrl.lastIndexOf('/') + 1);
    const queue = this.#queues.list().find((known) => known.name === name);
    if (!queue) throw new ServiceError('QueueDoesNotExist', `The queue ${name} does not exist.`);
    return queue;
  }
}

/** Answers a batch request: an entry that is refused fails alone. */
function forEach<T extends Entry>(entries: readonly T[], act: (entry: T) => object): unknown {
  const Successful: unknown[] = [];
  const Failed: unknown[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...act(entry) });
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      Failed.push({ Id: entry.Id, Code: error.code, Message: error.message, SenderFault: true });
    }
  }
  return { Successful, Failed };
}
