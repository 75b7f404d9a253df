import { ServiceError } from '../ports.ts';
import type { MessageCounts } from './message-store.ts';
import type { QueueSettings } from './properties.ts';

/**
 * The attributes of a queue that were asked for by name, or all of them for `All`, as the strings of the API.
 *
 * @throws ServiceError `InvalidAttributeName`
 */
export function queueAttributes(
  queue: QueueSettings,
  counts: MessageCounts,
  names: readonly string[],
): Readonly<Record<string, string>> {
  const all = allAttributes(queue, counts);
  if (names.includes('All')) return all;
  const unknownName = names.find((name) => !(name in all) && name !== 'RedrivePolicy');
  if (unknownName !== undefined) throw new ServiceError('InvalidAttributeName', `Unknown Attribute ${unknownName}.`);
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

function allAttributes(queue: QueueSettings, counts: MessageCounts): Readonly<Record<string, string>> {
  return {
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(counts.visible),
    ApproximateNumberOfMessagesNotVisible: String(counts.inFlight),
    ApproximateNumberOfMessagesDelayed: String(counts.delayed),
    DelaySeconds: String(queue.delaySeconds),
    VisibilityTimeout: String(queue.visibilityTimeoutSeconds),
    MessageRetentionPeriod: String(queue.retentionSeconds),
    MaximumMessageSize: String(queue.maximumMessageBytes),
    ReceiveMessageWaitTimeSeconds: String(queue.receiveWaitSeconds),
    ...(queue.redrive && { RedrivePolicy: redrivePolicyOf(queue.redrive) }),
  };
}

function redrivePolicyOf(redrive: NonNullable<QueueSettings['redrive']>): string {
  return JSON.stringify({
    deadLetterTargetArn: redrive.deadLetterArn,
    maxReceiveCount: redrive.maximumReceiveCount,
  });
}
