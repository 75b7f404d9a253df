import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { parseEvent, type ReceivedEvent } from '../../domain/events/codec.ts';
import { logFailure } from '../log.ts';
import { type Annotations, traced } from '../trace.ts';

/**
 * Handles each message of a batch apart, at the same time; those that fail go back to the queue, and only those.
 * A message that cannot even be read fails too: it belongs on the dead-letter queue, where somebody sees it.
 */
export async function handleBatch(
  event: SQSEvent,
  handle: (event: ReceivedEvent) => Promise<void>,
): Promise<SQSBatchResponse> {
  const results = await Promise.allSettled(event.Records.map((record) => handleRecord(record, handle)));
  return failuresOf(event, (index) => {
    const result = results[index];
    return result?.status === 'rejected' ? (result.reason ?? new Error('rejected without a reason')) : undefined;
  });
}

async function handleRecord(record: SQSRecord, handle: (event: ReceivedEvent) => Promise<void>): Promise<void> {
  const event = receive(record);
  await traced(event.happening.detailType, () => handle(event), { annotate: () => annotationsOf(event) });
}

/**
 * Handles the messages of a batch in one piece of work, which answers for each of them apart.
 * @param read what the work needs of one message; what it throws fails that message alone
 * @param handle does the work; what it answers tells why it failed for one of them, if it did
 */
export async function handleTogether<Work>(
  event: SQSEvent,
  read: (event: ReceivedEvent) => Work,
  handle: (all: readonly Work[]) => Promise<(one: Work) => Error | undefined>,
): Promise<SQSBatchResponse> {
  const messages = event.Records.map((record) => attempt(() => readable(record, read)));
  const readables = messages.flatMap((message) => ('value' in message ? [message.value] : []));
  const failureOf = await traced('batch', () => handle(readables.map(({ work }) => work)), {
    annotate: () => readables.map(({ annotations }) => annotations),
  });
  return failuresOf(event, (index) => {
    const message = messages[index];
    if (message === undefined || 'error' in message) return message?.error;
    return failureOf(message.value.work);
  });
}

function readable<Work>(record: SQSRecord, read: (event: ReceivedEvent) => Work) {
  const event = receive(record);
  return { work: read(event), annotations: annotationsOf(event) };
}

function attempt<T>(work: () => T): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: work() };
  } catch (error) {
    return { error };
  }
}

function annotationsOf({ metadata: { orderId, correlationId } }: ReceivedEvent): Annotations {
  return { correlationId, ...(orderId === undefined ? {} : { orderId }) };
}

/** @param failure why the message failed; `undefined` if it did not */
function failuresOf({ Records }: SQSEvent, failure: (index: number) => unknown): SQSBatchResponse {
  const batchItemFailures = Records.flatMap(({ messageId }, index) => {
    const error = failure(index);
    if (error === undefined) return [];
    logFailure('message failed', error, { messageId });
    return [{ itemIdentifier: messageId }];
  });
  return { batchItemFailures };
}

/** The body is the event as EventBridge delivers it to a queue. */
export function receive(record: SQSRecord): ReceivedEvent {
  const body: Record<string, unknown> = JSON.parse(record.body);
  return parseEvent(String(body['detail-type']), body.detail);
}
