import * as z from 'zod';
import { messageAttributes } from './message.ts';

/** The API takes at most this many entries in a batch and gives at most this many messages. */
const MAXIMUM_ENTRIES = 10;

const queueUrl = z.string();
const delaySeconds = z.int().min(0).max(900).optional();
const visibilityTimeout = z.int().min(0).max(43_200);
const entryId = z.string().regex(/^[\w-]{1,80}$/u);

const message = {
  MessageBody: z.string().min(1),
  DelaySeconds: delaySeconds,
  MessageAttributes: messageAttributes.optional(),
};

function entries<T extends z.ZodRawShape>(shape: T) {
  return z
    .array(z.strictObject({ Id: entryId, ...shape }))
    .min(1)
    .max(MAXIMUM_ENTRIES);
}

export const sendMessageRequest = z.strictObject({ QueueUrl: queueUrl, ...message });

export const sendMessageBatchRequest = z.strictObject({ QueueUrl: queueUrl, Entries: entries(message) });

export const receiveMessageRequest = z.strictObject({
  QueueUrl: queueUrl,
  MaxNumberOfMessages: z.int().min(1).max(MAXIMUM_ENTRIES).default(1),
  VisibilityTimeout: visibilityTimeout.optional(),
  WaitTimeSeconds: z.int().min(0).max(20).optional(),
  AttributeNames: z.array(z.string()).default([]),
  MessageSystemAttributeNames: z.array(z.string()).default([]),
  MessageAttributeNames: z.array(z.string()).default([]),
});

export const deleteMessageRequest = z.strictObject({ QueueUrl: queueUrl, ReceiptHandle: z.string() });

export const deleteMessageBatchRequest = z.strictObject({
  QueueUrl: queueUrl,
  Entries: entries({ ReceiptHandle: z.string() }),
});

export const changeVisibilityRequest = z.strictObject({
  QueueUrl: queueUrl,
  ReceiptHandle: z.string(),
  VisibilityTimeout: visibilityTimeout,
});

export const changeVisibilityBatchRequest = z.strictObject({
  QueueUrl: queueUrl,
  Entries: entries({ ReceiptHandle: z.string(), VisibilityTimeout: visibilityTimeout }),
});

export const getQueueAttributesRequest = z.strictObject({
  QueueUrl: queueUrl,
  AttributeNames: z.array(z.string()).default([]),
});

export const getQueueUrlRequest = z.strictObject({
  QueueName: z.string(),
  QueueOwnerAWSAccountId: z.string().optional(),
});
