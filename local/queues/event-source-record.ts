import { createHash } from 'node:crypto';
import type { Message, MessageAttributes } from './message.ts';

/** Stands for the principal that sent a message, which the local run does not record. */
const SENDER_ID = 'AROALOCALSENDER:local';

/** One record of the event with which Lambda hands messages of a queue to a function. */
export type EventSourceRecord = {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<Record<string, unknown>>;
  readonly md5OfBody: string;
  readonly eventSource: 'aws:sqs';
  readonly eventSourceARN: string;
  readonly awsRegion: string;
};

/** A received message as Lambda hands it to a function. */
export function recordOf(message: Message): EventSourceRecord {
  return {
    messageId: message.id,
    receiptHandle: message.receiptHandle ?? '',
    body: message.body,
    attributes: systemAttributesOf(message),
    messageAttributes: lambdaAttributesOf(message.attributes),
    md5OfBody: md5(message.body),
    eventSource: 'aws:sqs',
    eventSourceARN: message.queueArn,
    awsRegion: message.queueArn.split(':')[3] ?? '',
  };
}

/** The attributes that SQS itself gives a received message. */
export function systemAttributesOf(message: Message): Readonly<Record<string, string>> {
  return {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: SENDER_ID,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
    ...(message.sourceArn === undefined ? {} : { DeadLetterQueueSourceArn: message.sourceArn }),
  };
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

/** The same attributes with the names that Lambda uses. */
function lambdaAttributesOf(attributes: MessageAttributes): Readonly<Record<string, unknown>> {
  const entries = Object.entries(attributes).map(([name, attribute]) => [
    name,
    {
      ...(attribute.StringValue === undefined ? {} : { stringValue: attribute.StringValue }),
      ...(attribute.BinaryValue === undefined ? {} : { binaryValue: attribute.BinaryValue }),
      stringListValues: [],
      binaryListValues: [],
      dataType: attribute.DataType,
    },
  ]);
  return Object.fromEntries(entries);
}
