import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { StackOfShop } from './redrive.ts';
import { waitFor } from './wait.ts';

/** What the queues of the stack allow (lib/consumer.ts): the next receive gives a message up. */
const maximumReceives = 20;

/** Puts letters where the platform would put them, over the API of SQS. */
export class DeadLetterOffice {
  readonly #sqs: SQSClient;
  readonly #stack: StackOfShop;

  constructor(stack: StackOfShop) {
    this.#stack = stack;
    this.#sqs = new SQSClient({ ...stack.configuration, useQueueUrlAsEndpoint: false });
  }

  /** Receives the one message that waits on a queue so often that the queue itself gives it up. */
  async giveUp(queueOutput: string): Promise<void> {
    const QueueUrl = this.#stack.output(queueOutput);
    const receive = async () => {
      const { Messages = [] } = await this.#sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 0 }));
      return Messages[0];
    };
    await waitFor(`a message on ${queueOutput}`, receive);
    for (let receives = 1; receives < maximumReceives; receives++) await receive();
    if ((await receive()) !== undefined) throw new Error(`${queueOutput} did not give its message up`);
  }

  /** Sends a letter to a dead-letter queue, with the attributes of whoever could not deliver it. */
  async post(
    queueOutput: string,
    body: object | string,
    attributes: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const named = Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]);
    await this.#sqs.send(
      new SendMessageCommand({
        QueueUrl: this.#stack.output(queueOutput),
        MessageBody: typeof body === 'string' ? body : JSON.stringify(body),
        MessageAttributes: Object.fromEntries(named),
      }),
    );
  }

  /** An event as the bus brings it to a queue, given up by the rule before it. */
  async postUndelivered(
    consumer: string,
    event: { readonly source: string; readonly detailType: string; readonly detail: unknown },
  ): Promise<void> {
    const { source, detailType, detail } = event;
    const queueName = this.#stack.output(`${consumer}QueueUrl`).split('/').at(-1);
    await this.post(
      `${consumer}DeadLetterQueueUrl`,
      { version: '0', source, 'detail-type': detailType, detail },
      {
        RULE_ARN: 'arn:aws:events:us-east-1:000000000000:rule/bus/rule',
        TARGET_ARN: `arn:aws:sqs:us-east-1:000000000000:${queueName}`,
        ERROR_CODE: 'THIRD_PARTY_ERROR',
        ERROR_MESSAGE: 'the queue was not there',
      },
    );
  }

  /** What Lambda writes of a batch that the relay gave up; without a place in the stream, as after 24 hours. */
  async postFailedBatch(
    table: 'Orders' | 'Inventory',
    from: Date,
    to: Date,
    at: StreamPlace = lostPlace,
  ): Promise<void> {
    const tableName = this.#stack.output(`${table}TableName`);
    await this.post('RelayDeadLetterQueueUrl', {
      requestContext: {
        requestId: '00000000-0000-0000-0000-000000000000',
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:publish-events',
        condition: 'RetryAttemptsExhausted',
        approximateInvokeCount: 21,
      },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      timestamp: to.toISOString(),
      DDBStreamBatchInfo: {
        ...at,
        approximateArrivalOfFirstRecord: from.toISOString(),
        approximateArrivalOfLastRecord: to.toISOString(),
        batchSize: 1,
        streamArn: `arn:aws:dynamodb:us-east-1:000000000000:table/${tableName}/stream/2026-01-01T00:00:00.000`,
      },
    });
  }
}

export type StreamPlace = {
  readonly shardId: string;
  readonly startSequenceNumber: string;
  readonly endSequenceNumber: string;
};

const lostPlace: StreamPlace = {
  shardId: 'shardId-00000000000000000000-00000000',
  startSequenceNumber: '100000000000000000000001',
  endSequenceNumber: '100000000000000000000009',
};
