import * as z from 'zod';
import type { Row } from '../journal/row.ts';

const messageAttribute = z.strictObject({
  DataType: z.string().regex(/^(String|Number|Binary)(\.|$)/u),
  StringValue: z.string().optional(),
  /** Base64. */
  BinaryValue: z.string().optional(),
});

/** A sender's own attributes of a message, as in the API. */
export const messageAttributes = z.record(z.string(), messageAttribute);

export type MessageAttributes = z.infer<typeof messageAttributes>;

/** A message that was sent and not deleted; times are milliseconds since the epoch. */
export type Message = {
  /** Its number in the journal. */
  readonly n: number;
  readonly id: string;
  readonly queueArn: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  readonly sentAt: number;
  readonly visibleAt: number;
  readonly receiveCount: number;
  readonly firstReceivedAt: number | undefined;
  /** The handle of its last receive. */
  readonly receiptHandle: string | undefined;
  /** On a dead-letter queue, the queue that gave the message up. */
  readonly sourceArn: string | undefined;
};

export function readMessage(row: Row): Message {
  return {
    n: row.integer('n'),
    id: row.text('id'),
    queueArn: row.text('queue'),
    body: row.text('body'),
    attributes: messageAttributes.parse(row.json('attributes')),
    sentAt: row.integer('sent_at'),
    visibleAt: row.integer('visible_at'),
    receiveCount: row.integer('receive_count'),
    firstReceivedAt: row.optionalInteger('first_received_at'),
    receiptHandle: row.optionalText('receipt_handle'),
    sourceArn: row.optionalText('source'),
  };
}
