/** Who calls a function is told by the folder of its source. */
const deadLettersBy: Readonly<Record<string, string>> = {
  http: 'API Gateway waits for its answer: whoever asked is told, and asks again.',
  events: 'It is called with messages of a queue, whose redrive policy has a dead-letter queue.',
  stream: 'It is called with records of streams, whose event source has a destination for those that fail.',
  saga: 'Step Functions waits for its answer, and handles what fails.',
  schedule: 'Its asynchronous calls have a destination on failure, which is the newer form of a dead-letter queue.',
};

/**
 * Why a function needs no dead-letter queue of its own: that would be for asynchronous calls alone.
 * @param entry its source file, such as `functions/saga/commit-order.ts`
 */
export function reasonForNoDeadLetters(entry: string): string {
  const [, folder = ''] = entry.split('/');
  const reason = deadLettersBy[folder];
  if (reason === undefined) throw new Error(`Nobody knows what calls ${entry}, and what becomes of calls that fail`);
  return reason;
}
