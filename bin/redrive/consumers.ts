import { GetQueueUrlCommand, type MessageAttributeValue, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { RawLetter } from './held-letters.ts';
import { type LetterOf, type Outcome, redriven } from './letter.ts';
import type { Ports } from './ports.ts';
import { redrivesAttribute } from './read-letter.ts';

/**
 * Sends an event back to the queue of its consumer, as a new message without delay. Consumers know events that they
 * have handled, so that sending it twice is doing it once.
 */
export async function returnToConsumer({ sqs }: Ports, { raw, content }: LetterOf<'consumer'>): Promise<Outcome> {
  const [, , , , account, name = ''] = content.returnsTo.split(':');
  const { QueueUrl } = await sqs.send(
    new GetQueueUrlCommand({ QueueName: name, ...(account === undefined ? {} : { QueueOwnerAWSAccountId: account }) }),
  );
  await sqs.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody: raw.body,
      DelaySeconds: 0,
      MessageAttributes: attributesOf(raw),
    }),
  );
  return redriven('back on the queue of its consumer');
}

/** A message's own attributes go with it; those of a rule's letter tell of the failure only. */
function attributesOf({ sourceArn, attributes }: RawLetter): Record<string, MessageAttributeValue> {
  const redrives = Number(attributes[redrivesAttribute]?.StringValue ?? 0);
  const counted = { [redrivesAttribute]: { DataType: 'Number', StringValue: String(redrives + 1) } };
  return { ...(sourceArn === undefined ? {} : attributes), ...counted };
}
