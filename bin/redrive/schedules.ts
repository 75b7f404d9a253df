import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { type LetterOf, left, type Outcome, redriven } from './letter.ts';
import type { Ports } from './ports.ts';

/**
 * Calls the function that a schedule was to call, and waits for its end. A scheduled run does whatever is due at its
 * time, so that one run stands for all that were missed: all letters of a function end with it.
 */
export async function runAgain(
  { lambda, progress }: Ports,
  letters: readonly LetterOf<'schedule'>[],
): Promise<Outcome> {
  const newest = letters.reduce((one, other) => (one.raw.sentAt > other.raw.sentAt ? one : other));
  const { functionArn, payload } = newest.content;
  progress.show(`${newest.what}: running`);
  const failure = await invoke(lambda, functionArn, payload);
  return failure === undefined ? redriven('the function was run, and succeeded') : left(`it failed again: ${failure}`);
}

async function invoke(lambda: LambdaClient, functionArn: string, payload: string): Promise<string | undefined> {
  const answer = await lambda.send(new InvokeCommand({ FunctionName: functionArn, Payload: payload }));
  return answer.FunctionError === undefined ? undefined : (answer.Payload?.transformToString() ?? answer.FunctionError);
}
