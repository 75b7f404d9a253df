import * as z from 'zod';
import type { StreamRecord } from './stream-record.ts';

const answerSchema = z.looseObject({
  batchItemFailures: z.array(z.strictObject({ itemIdentifier: z.string().min(1) })).nullish(),
});

/**
 * The records that an answer with `ReportBatchItemFailures` leaves to be retried: from the lowest failed sequence
 * number on, whatever came after it. No answer and an empty list are a complete success; an answer that names no
 * record of the batch is a complete failure.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export function unhandledRecords(
  records: readonly StreamRecord[],
  answer: unknown,
): { readonly unhandled: readonly StreamRecord[]; readonly malformed?: string } {
  const parsed = answerSchema.safeParse(answer ?? {});
  if (!parsed.success) return { unhandled: records, malformed: 'the answer is no list of batchItemFailures' };
  const failed = (parsed.data.batchItemFailures ?? []).map((failure) => failure.itemIdentifier);
  if (failed.length === 0) return { unhandled: [] };
  const lowest = records.findIndex((record) => failed.includes(record.dynamodb.SequenceNumber));
  if (lowest < 0) return { unhandled: records, malformed: `${failed[0]} is no record of the batch` };
  return { unhandled: records.slice(lowest) };
}
