import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { parseEvent, type ReceivedEvent } from '../../domain/events/codec.ts';
import { logFailure } from '../log.ts';
import { traced } from '../trace.ts';

/**
 * Handles each message of a batch apart, at the same time; those that fail go back to the queue, and only those.
 * A message that cannot even be read fails too: it belongs on the dead-letter queue, where somebody sees it.
 */
export async function handleBatch(
  event: SQSEvent,
  handle: (event: ReceivedEvent) => Promise<void>,
): Promise<SQSBatchResponse> {
  const results = await Promise.allSettled(event.Records.map((record) => handleRecord(record, handle)));
  const batchItemFailures = event.Records.flatMap(({ messageId }, index) => {
    const result = results[index];
    if (result?.status !== 'rejected') return [];
    logFailure('message failed', result.reason, { messageId });
    return [{ itemIdentifier: messageId }];
  });
  return { batchItemFailures };
}

async function handleRecord(record: SQSRecord, handle: (event: ReceivedEvent) => Promise<void>): Promise<void> {
  const event = receive(record);
  const { orderId, correlationId } = event.metadata;
  await traced(event.happening.detailType, () => handle(event), {
    annotate: () => ({ correlationId, ...(orderId === undefined ? {} : { orderId }) }),
  });
}

/** The body is the event as EventBridge delivers it to a queue. */
export function receive(record: SQSRecord): ReceivedEvent {
  const body: Record<string, unknown> = JSON.parse(record.body);
  return parseEvent(String(body['detail-type']), body.detail);
}
