import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';

export function createQueueClient(): SQSClient {
  // The endpoint of the region, as with every other service, and not the host in a queue's URL.
  return new SQSClient({ maxAttempts: 5, useQueueUrlAsEndpoint: false });
}

/** How many messages stand in these queues together, those that somebody is looking at included; approximately. */
export async function countMessages(client: SQSClient, queueUrls: readonly string[]): Promise<number> {
  const counts = await Promise.all(queueUrls.map((queueUrl) => countOf(client, queueUrl)));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function countOf(client: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  const { ApproximateNumberOfMessages = '0', ApproximateNumberOfMessagesNotVisible = '0' } = Attributes;
  return Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible);
}
