import * as z from 'zod';

const response = z.looseObject({
  batchItemFailures: z.array(z.strictObject({ itemIdentifier: z.string().min(1) })).nullish(),
});

/** Which messages of a batch a function's answer leaves on the queue; `malformed` says why it leaves all of them. */
export type BatchOutcome = { readonly failedIds: ReadonlySet<string>; readonly malformed?: string };

/**
 * Reads a function's answer with `ReportBatchItemFailures`. No answer and an empty list are a complete success; an
 * identifier that is empty, null, misnamed or of no message in the batch makes it a complete failure.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export function readBatchResponse(answer: unknown, batchIds: readonly string[]): BatchOutcome {
  const parsed = response.safeParse(answer ?? {});
  if (!parsed.success) return allFailed(batchIds, 'the answer is no list of batchItemFailures');
  const failedIds = (parsed.data.batchItemFailures ?? []).map((failure) => failure.itemIdentifier);
  const unknownId = failedIds.find((id) => !batchIds.includes(id));
  if (unknownId !== undefined) return allFailed(batchIds, `${unknownId} is no message of the batch`);
  return { failedIds: new Set(failedIds) };
}

function allFailed(batchIds: readonly string[], malformed: string): BatchOutcome {
  return { failedIds: new Set(batchIds), malformed };
}
