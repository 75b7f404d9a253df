import type * as z from 'zod';
import type { Clock } from '../ports.ts';
import { md5, systemAttributesOf } from './event-source-record.ts';
import type { Message, MessageAttributes } from './message.ts';
import type { QueueSettings } from './properties.ts';
import type { Queues } from './queues.ts';
import type { receiveMessageRequest } from './sqs-requests.ts';

type ReceiveRequest = z.infer<typeof receiveMessageRequest>;

/** The API operation `ReceiveMessage`, with its long polling: waits for a first message as long as it was asked to. */
export async function receiveMessages(
  queues: Queues,
  clock: Clock,
  queue: QueueSettings,
  request: ReceiveRequest,
): Promise<{ readonly Messages?: readonly unknown[] }> {
  const deadline = clock.now() + (request.WaitTimeSeconds ?? queue.receiveWaitSeconds) * 1000;
  for (;;) {
    const messages = queues.receive(queue.arn, request.MaxNumberOfMessages, request.VisibilityTimeout);
    if (messages.length > 0) return { Messages: messages.map((message) => answerOf(message, request)) };
    if (clock.now() >= deadline) return {};
    await arrivalOrDeadline(queues, clock, queue.arn, deadline);
  }
}

/** Resolves at the deadline, or when a message can be received before it. */
function arrivalOrDeadline(queues: Queues, clock: Clock, queueArn: string, deadline: number): Promise<void> {
  return new Promise((resolve) => {
    let cancelTimer = (): void => undefined;
    const wakeAt = (time: number): void => {
      cancelTimer();
      cancelTimer = clock.after(Math.max(0, Math.min(time, deadline) - clock.now()), () => {
        cancelListening();
        resolve();
      });
    };
    const cancelListening = queues.onArrival(queueArn, () => wakeAt(queues.nextVisibleAt(queueArn) ?? deadline));
    wakeAt(queues.nextVisibleAt(queueArn) ?? deadline);
  });
}

function answerOf(message: Message, request: ReceiveRequest): unknown {
  const systemNames = [...request.AttributeNames, ...request.MessageSystemAttributeNames];
  const system = chosen(systemAttributesOf(message), systemNames);
  const own: MessageAttributes = chosen(message.attributes, request.MessageAttributeNames);
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    Body: message.body,
    MD5OfBody: md5(message.body),
    ...(Object.keys(system).length > 0 && { Attributes: system }),
    ...(Object.keys(own).length > 0 && { MessageAttributes: own }),
  };
}

function chosen<T>(all: Readonly<Record<string, T>>, names: readonly string[]): Record<string, T> {
  if (names.includes('All') || names.includes('.*')) return { ...all };
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}
