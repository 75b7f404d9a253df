import type { Message } from './message.ts';
import type { Queues } from './queues.ts';

/** A message that waits for a person, and what is known of where it should have gone. */
export type DeadLetter = {
  readonly queueArn: string;
  readonly message: Message;
  /**
   * The queue to which a redrive returns it: the one that gave it up, or the queue that a rule could not reach.
   * Missing for what never was on a queue, such as the record of a failed stream batch.
   */
  readonly returnsTo: string | undefined;
};

/** The messages of every queue that no consumer reads, oldest first in each queue. */
export function listDeadLetters(queues: Queues): readonly DeadLetter[] {
  return queues
    .list()
    .filter((queue) => queues.isDeadLetterQueue(queue.arn))
    .flatMap((queue) => queues.messages(queue.arn))
    .map((message) => ({ queueArn: message.queueArn, message, returnsTo: returnQueueOf(queues, message) }));
}

/** Sends a dead letter back to the queue it returns to, if it has one; answers whether it did. */
export function redriveToQueue(queues: Queues, { message, returnsTo }: DeadLetter): boolean {
  if (returnsTo === undefined) return false;
  // The attributes of a message that was on a queue are its sender's own; those of others tell of the failure only.
  queues.moveTo(returnsTo, message, message.sourceArn === undefined ? {} : message.attributes);
  return true;
}

/** EventBridge's dead letters name their target in an attribute. */
function returnQueueOf(queues: Queues, message: Message): string | undefined {
  const arn = message.sourceArn ?? message.attributes.TARGET_ARN?.StringValue;
  return queues.list().find((queue) => queue.arn === arn)?.arn;
}
